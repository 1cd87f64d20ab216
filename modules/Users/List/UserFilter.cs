using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Lists;
using Microsoft.AspNetCore.Identity;

namespace ClientSuite.Users.List;

/// <summary>Narrows and orders users as the list's URL says.</summary>
internal static class UserFilter
{
    public const string DefaultSort = "name";

    public static IReadOnlyList<string> Ids { get; } = ["role", "enabled", "secondFactor"];

    public static IQueryable<User> Matching(this TenantDb db, ListState state)
    {
        IQueryable<User> users = db.Set<User>();
        if (state.Q is { } q)
        {
            var upper = q.ToUpperInvariant();
            var lower = q.ToLowerInvariant();
            users = users.Where(u => u.NormalizedUserName!.Contains(upper) || u.NormalizedEmail!.Contains(upper) || u.FullName.ToLower().Contains(lower)); // SQL: null contains nothing
        }

        foreach (var (id, values) in state.Filters)
        {
            users = id switch
            {
                "enabled" => YesNo(values) is { } yes ? users.Where(u => u.IsEnabled == yes) : users,
                "secondFactor" => YesNo(values) is { } yes ? users.Where(u => u.TwoFactorEnabled == yes) : users,
                "role" => WithRole(db, users, [.. values.Select(v => long.TryParse(v, out var role) ? role : 0)]),
                _ => users,
            };
        }

        return users;
    }

    public static IQueryable<User> Sorted(this IQueryable<User> users, ListState state)
    {
        var sorted = (state.SortColumn, state.Descending) switch
        {
            ("login", false) => users.OrderBy(u => u.NormalizedUserName),
            ("login", true) => users.OrderByDescending(u => u.NormalizedUserName),
            ("email", false) => users.OrderBy(u => u.NormalizedEmail),
            ("email", true) => users.OrderByDescending(u => u.NormalizedEmail),
            ("lastLogin", false) => users.OrderBy(u => u.LastLoginUtc),
            ("lastLogin", true) => users.OrderByDescending(u => u.LastLoginUtc),
            ("created", false) => users.OrderBy(u => u.CreatedUtc),
            ("created", true) => users.OrderByDescending(u => u.CreatedUtc),
            (_, true) => users.OrderByDescending(u => u.FullName.ToLower()),
            _ => users.OrderBy(u => u.FullName.ToLower()),
        };
        return sorted.ThenBy(u => u.Id);
    }

    /// <summary>Both or neither chosen narrows nothing.</summary>
    private static bool? YesNo(string[] values) => (values.Contains("yes"), values.Contains("no")) switch
    {
        (true, false) => true,
        (false, true) => false,
        _ => null,
    };

    private static IQueryable<User> WithRole(TenantDb db, IQueryable<User> users, long[] roles) =>
        users.Where(u => db.Set<IdentityUserRole<long>>().Any(l => l.UserId == u.Id && roles.Contains(l.RoleId)));
}
