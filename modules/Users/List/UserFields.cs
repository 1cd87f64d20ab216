using ClientSuite.Users.Roles;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Users.List;

/// <summary>Model of <c>_UserFields</c>.</summary>
internal sealed record UserFields(UserForm Form, IReadOnlyList<RoleChoice> Roles)
{
    public static async Task<UserFields> ReadAsync(UserForm form, UserRoles roles, IStringLocalizer texts, CancellationToken cancel) =>
        new(form, [.. (await roles.AllAsync(cancel)).Select(r =>
            new RoleChoice(r.Id, RoleNames.Of(texts, r.Name), r.Description, form.Roles.Contains(r.Id), !roles.MayGive(r)))]);
}
