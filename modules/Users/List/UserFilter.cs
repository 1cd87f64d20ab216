using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Lists;
using ClientSuite.Values;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Users.List;

/// <summary>Narrows and orders users as the list's URL says.</summary>
internal static class UserFilter
{
    public const string DefaultSort = "name";

    public static async Task<IQueryable<User>> MatchingAsync(this TenantDb db, ListState state, CancellationToken cancel)
    {
        IQueryable<User> users = db.Set<User>();
        if (state.Q is { } q)
        {
            var found = await FindAsync(users, q, cancel);
            users = users.Where(u => EF.Parameter(found).Contains(u.Id));
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

    /// <summary>Folded here, because no two databases fold alike; staff are few.</summary>
    private static async Task<List<long>> FindAsync(IQueryable<User> users, string q, CancellationToken cancel)
    {
        var words = TextFolding.Words(q);
        var names = await users.Select(u => new { u.Id, u.FullName, u.UserName, u.Email }).ToListAsync(cancel);
        return [.. names.Where(n => TextFolding.Fold($"{n.FullName} {n.UserName} {n.Email}") is var text && words.All(w => text.Contains(w, StringComparison.Ordinal))).Select(n => n.Id)];
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
