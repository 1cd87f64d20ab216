using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Users.Contracts;

/// <summary>The four rules of seed 002 (002-30 to 002-33). The script checks the same while typing.</summary>
public static class PasswordRules
{
    /// <summary>Characters that a password has at least.</summary>
    public const int MinLength = 8;

    /// <summary>The rules; the text of each is <c>users.password.rule.{Id}</c>.</summary>
    public static IReadOnlyList<(string Id, Func<string, bool> IsMet)> All { get; } =
    [
        ("length", p => p.Length >= MinLength),
        ("upper", p => p.Any(c => c is >= 'A' and <= 'Z')),
        ("lower", p => p.Any(c => c is >= 'a' and <= 'z')),
        ("digit", p => p.Any(char.IsAsciiDigit)),
    ];

    /// <summary>Ids of the rules that a password breaks.</summary>
    public static IEnumerable<string> Broken(string? password) => All.Where(r => !r.IsMet(password ?? "")).Select(r => r.Id);
}

/// <summary>A password typed twice. Drawn by <c>/Areas/Users/Pages/Shared/_NewPassword.cshtml</c>; the page loads <c>/_content/Users/users.js</c>
/// and <c>users.css</c>.</summary>
public sealed record NewPassword : IValidatableObject
{
    /// <summary>The password.</summary>
    [DataType(DataType.Password), MaxLength(256)]
    public string? Password { get; init; }

    /// <summary>The same again.</summary>
    [DataType(DataType.Password), MaxLength(256)]
    public string? Confirm { get; init; }

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var texts = validationContext.GetRequiredService<IStringLocalizer>();
        if (PasswordRules.Broken(Password).FirstOrDefault() is { } rule)
        {
            yield return new ValidationResult(texts["users.password.rule." + rule], [nameof(Password)]);
        }

        if (Password != Confirm)
        {
            yield return new ValidationResult(texts["users.password.mismatch"], [nameof(Confirm)]);
        }
    }
}
