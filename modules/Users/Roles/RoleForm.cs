using System.ComponentModel.DataAnnotations;
using ClientSuite.Access;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Users.Roles;

internal sealed record RoleForm
{
    [Required, MaxLength(100)]
    public string? Name { get; init; }

    [MaxLength(500)]
    public string? Description { get; init; }

    public List<string> Permissions { get; init; } = [];

    /// <summary>Version of the role that the form was drawn from; null for a new one.</summary>
    public string? Stamp { get; init; }

    /// <summary>What two people may leave differently. Of the permissions, what one granted and the other did not.</summary>
    public static IReadOnlyList<ConflictField<RoleForm>> Fields(IStringLocalizer texts) =>
    [
        new("Name", "users.roles.name", (form, _) => form.Name ?? "", (mine, theirs) => mine with { Name = theirs.Name }),
        new("Description", "users.roles.description", (form, _) => form.Description ?? "", (mine, theirs) => mine with { Description = theirs.Description }),
        new("Permissions", "users.roles.permissions", (form, other) => string.Join(", ", form.Permissions.Except(other.Permissions, StringComparer.Ordinal).Select(p => texts["permission." + p].Value)),
            (mine, theirs) => mine with { Permissions = theirs.Permissions }),
    ];

    /// <summary>The form of a role as it is stored, with the permissions that a form can show.</summary>
    public static RoleForm Of(Role role, IReadOnlyList<Permission> catalog) => new()
    {
        Name = role.Name,
        Description = role.Description,
        Permissions = [.. role.Granted().Where(p => catalog.Any(known => known.Name == p))],
        Stamp = role.ConcurrencyStamp,
    };

    /// <summary>What the role grants after this form: the chosen ones that exist, and what it had of features that are switched
    /// off, which the form can't show.</summary>
    public IReadOnlyList<string> Granted(IReadOnlyList<Permission> catalog, IEnumerable<string> before)
    {
        var known = catalog.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        return [.. Permissions.Where(known.Contains).Concat(before.Where(p => !known.Contains(p))).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }
}

/// <summary>Permissions of one area, as the editor shows them.</summary>
internal sealed record PermissionGroup(string Title, IReadOnlyList<PermissionChoice> Permissions)
{
    public static IReadOnlyList<PermissionGroup> Of(IPermissionCatalog catalog, IReadOnlyCollection<string> chosen, bool hasAll, IStringLocalizer texts)
    {
        var included = catalog.Expand(chosen);
        return [.. catalog.All.GroupBy(p => p.Category).Select(g => new PermissionGroup(texts[g.Key], [.. g.Select(p =>
        {
            var by = catalog.All.Where(other => p.ImpliedBy.Contains(other.Name, StringComparer.Ordinal)).Select(other => texts["permission." + other.Name].Value);
            var isOwn = chosen.Contains(p.Name, StringComparer.Ordinal);
            return new PermissionChoice(p.Name, texts["permission." + p.Name], p.IsCritical, hasAll || included.Contains(p.Name), isOwn, string.Join(' ', p.ImpliedBy), string.Join(", ", by));
        })]))];
    }
}

/// <param name="Name">Name of the permission.</param>
/// <param name="Sentence">What it allows, in the reader's language.</param>
/// <param name="IsCritical">Whoever has it can give himself more.</param>
/// <param name="IsGranted">In person or included.</param>
/// <param name="IsOwn">Granted in person.</param>
/// <param name="ImpliedBy">Names of the permissions that include it.</param>
/// <param name="ImpliedByText">Their sentences.</param>
internal sealed record PermissionChoice(string Name, string Sentence, bool IsCritical, bool IsGranted, bool IsOwn, string ImpliedBy, string ImpliedByText);
