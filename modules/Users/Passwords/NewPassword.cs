using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Users.Passwords;

/// <summary>The four rules of seed 002 (002-30 to 002-33). The script checks the same while typing.</summary>
internal static class PasswordRules
{
    public const int MinLength = 8;

    public static IReadOnlyList<(string Id, Func<string, bool> IsMet)> All { get; } =
    [
        ("length", p => p.Length >= MinLength),
        ("upper", p => p.Any(c => c is >= 'A' and <= 'Z')),
        ("lower", p => p.Any(c => c is >= 'a' and <= 'z')),
        ("digit", p => p.Any(char.IsAsciiDigit)),
    ];

    public static IEnumerable<string> Broken(string? password) => All.Where(r => !r.IsMet(password ?? "")).Select(r => r.Id);
}

/// <summary>A password typed twice.</summary>
internal sealed record NewPassword : IValidatableObject
{
    [DataType(DataType.Password), MaxLength(256)]
    public string? Password { get; init; }

    [DataType(DataType.Password), MaxLength(256)]
    public string? Confirm { get; init; }

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
