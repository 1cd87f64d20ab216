using ClientSuite.Users.Roles;

namespace ClientSuite.Users.List;

/// <summary>Model of <c>_UserFields</c>.</summary>
internal sealed record UserFields(UserForm Form, IReadOnlyList<RoleChoice> Roles)
{
    /// <summary>True where the reader edits himself: his e-mail changes in his own profile.</summary>
    public bool IsSelf { get; init; }

    public static async Task<UserFields> ReadAsync(UserForm form, UserRoles roles, RoleNames names, CancellationToken cancel) =>
        new(form, [.. (await roles.AllAsync(cancel)).Select(r =>
            new RoleChoice(r.Id, names.Of(r), names.DescriptionOf(r), form.Roles.Contains(r.Id), !roles.MayGive(r)))]);
}
