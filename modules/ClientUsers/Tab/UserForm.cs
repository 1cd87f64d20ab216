using System.ComponentModel.DataAnnotations;
using ClientSuite.Values;

namespace ClientSuite.ClientUsers.Tab;

/// <summary>What the dialogs post. There is no password in it (003-80): a first one has a form of its own, a later one a page of its own.</summary>
internal sealed record UserForm
{
    [Required, MaxLength(200)]
    public string? Name { get; init; }

    [Required, MaxLength(EmailAddress.MaxLength)]
    public string? Email { get; init; }

    public bool IsEnabled { get; init; } = true;

    /// <summary>Version that the form was drawn from.</summary>
    public int Version { get; init; }
}
