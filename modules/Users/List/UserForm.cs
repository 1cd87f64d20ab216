using System.ComponentModel.DataAnnotations;
using ClientSuite.Access;
using ClientSuite.Values;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Users.List;

/// <summary>What the dialog posts. The password stands in a form of its own: it is only ever set for a new user.</summary>
internal sealed record UserForm
{
    [Required, MaxLength(200)]
    public string? FullName { get; init; }

    [Required, MaxLength(256)]
    public string? UserName { get; init; }

    [Required, MaxLength(EmailAddress.MaxLength)]
    public string? Email { get; init; }

    public List<long> Roles { get; init; } = [];

    public bool IsEnabled { get; init; } = true;

    /// <summary>Version of the user that the form was drawn from; null for a new one.</summary>
    public string? Stamp { get; init; }

    public static UserForm Of(User user, IEnumerable<Role> roles) => new()
    {
        FullName = user.FullName,
        UserName = user.UserName,
        Email = user.Email,
        Roles = [.. roles.Select(r => r.Id)],
        IsEnabled = user.IsEnabled,
        Stamp = user.ConcurrencyStamp,
    };

    /// <summary>What two people may leave differently.</summary>
    /// <param name="roles">Names of the roles, in the reader's language.</param>
    /// <param name="texts">Texts in the reader's language.</param>
    public static IReadOnlyList<ConflictField<UserForm>> Fields(IReadOnlyDictionary<long, string> roles, IStringLocalizer texts) =>
    [
        new("FullName", "users.fullName", (form, _) => form.FullName ?? "", (mine, theirs) => mine with { FullName = theirs.FullName }),
        new("UserName", "users.login", (form, _) => form.UserName ?? "", (mine, theirs) => mine with { UserName = theirs.UserName }),
        new("Email", "users.email", (form, _) => form.Email ?? "", (mine, theirs) => mine with { Email = theirs.Email }),
        new("Roles", "users.roles.title", (form, _) => string.Join(", ", roles.Where(r => form.Roles.Contains(r.Key)).Select(r => r.Value)), (mine, theirs) => mine with { Roles = theirs.Roles }),
        new("IsEnabled", "users.enabled", (form, _) => texts[form.IsEnabled ? "common.yes" : "common.no"].Value, (mine, theirs) => mine with { IsEnabled = theirs.IsEnabled }),
    ];

    public void ApplyTo(User user)
    {
        user.FullName = FullName ?? "";
        user.UserName = UserName;
        user.Email = Email;
        user.IsEnabled = IsEnabled;
    }
}

/// <summary>A role on offer in the dialog.</summary>
internal sealed record RoleChoice(long Id, string Name, string Description, bool IsChosen, bool IsFixed);
