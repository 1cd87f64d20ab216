using System.Globalization;
using System.Net;
using ClientSuite.ClientUsers;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ClientSuite.Tests.ClientUsers;

/// <summary>What the tests of the portal do again and again.</summary>
internal static class Portal
{
    public const string Password = "Portal1234";

    /// <summary>A client with users, the first one first; answers the client's id and theirs.</summary>
    public static async Task<(string Client, string[] Users)> AddClientAsync(this ApiClient api, string name, params string[] emails)
    {
        var client = await api.CreateClientAsync(new { personKind = "legal", tradeName = name });
        var users = new List<string>();
        foreach (var email in emails)
        {
            users.Add((await api.PostAsync($"clients/{client}/users", new { name = "Usuário " + email.Split('@')[0], email, password = Password })).Is(HttpStatusCode.Created)["id"]!.GetValue<string>()); // a user has an id
        }

        return (client, [.. users]);
    }

    /// <summary>As if the code of the first sign-in had been given.</summary>
    public static Task VerifyAsync<TDatabase>(this TenantFixture<TDatabase> tenant, params string[] users) where TDatabase : ITestDatabase => tenant.InDatabaseAsync(async db =>
    {
        var ids = users.Select(u => long.Parse(u, CultureInfo.InvariantCulture)).ToList();
        foreach (var user in await db.Memberships.Where(m => ids.Contains(m.Id)).ToListAsync())
        {
            user.Verify(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }

        return await db.SaveChangesAsync();
    });

    public static async Task<WebPage> TryPortalAsync(this HttpBrowser web, string email, string password = Password)
    {
        var page = (await web.GetAsync("portal/sign-in")).Is(HttpStatusCode.OK);
        return await web.PostAsync("portal/sign-in", HttpBrowser.Form(page, ("Form.Email", email), ("Form.Password", password)));
    }

    public static async Task<HttpBrowser> PortalAsync<TDatabase>(this TenantFixture<TDatabase> tenant, string email) where TDatabase : ITestDatabase
    {
        var web = tenant.Web();
        Assert.Equal($"/{tenant.Name}/portal", (await web.TryPortalAsync(email)).Is(HttpStatusCode.Redirect).Location);
        return web;
    }

    /// <summary>The code of the last mail to an address.</summary>
    public static Task<string> CodeAsync<TDatabase>(this TenantFixture<TDatabase> tenant, string email) where TDatabase : ITestDatabase => tenant.Host.CodeAsync(tenant.Name, email);

    public static Task<Presence?> PresenceAsync<TDatabase>(this TenantFixture<TDatabase> tenant, string user) where TDatabase : ITestDatabase =>
        tenant.InDatabaseAsync(db => db.Presences.AsNoTracking().FirstOrDefaultAsync(p => p.MembershipId == long.Parse(user, CultureInfo.InvariantCulture)));
}
