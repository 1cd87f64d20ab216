using System.ComponentModel.DataAnnotations;
using ClientSuite.Access;
using ClientSuite.Values;

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

    public static UserForm Of(User user, IEnumerable<Role> roles) => new()
    {
        FullName = user.FullName,
        UserName = user.UserName,
        Email = user.Email,
        Roles = [.. roles.Select(r => r.Id)],
        IsEnabled = user.IsEnabled,
    };

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
