using System.Globalization;
using System.Text.Json;
using ClientSuite.Access;
using ClientSuite.ClientUsers.Tab;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Users.Contracts;
using ClientSuite.Values;
using ClientSuite.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.ClientUsers.Api;

/// <summary>/api/clients/{client}/users: the same rules as the client's tab.</summary>
internal static class ClientUsersApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/clients/{client}/users").WithTags("Client users");
        api.MapGet("/", ListAsync).RequireAuthorization(Needs(Permissions.View)).Produces<ClientUserList>().WithName("ListClientUsers");
        api.MapPost("/", CreateAsync).RequireAuthorization(Needs(Permissions.Edit)).Produces<ClientUserJson>(StatusCodes.Status201Created).WithName("CreateClientUser");
        api.MapGet("/{id}", GetAsync).RequireAuthorization(Needs(Permissions.View)).Produces<ClientUserJson>().WithName("GetClientUser");
        api.MapPatch("/{id}", PatchAsync).RequireAuthorization(Needs(Permissions.Edit)).Produces<ClientUserJson>().WithName("ChangeClientUser");
        api.MapDelete("/{id}", DeleteAsync).RequireAuthorization(Needs(Permissions.Edit)).Produces(StatusCodes.Status204NoContent).WithName("DeleteClientUser");
        api.MapPost("/{id}/first", FirstAsync).RequireAuthorization(Needs(Permissions.Edit)).Produces<ClientUserJson>().WithName("MakeFirstClientUser");
        api.MapPost("/{id}/password-link", LinkAsync).RequireAuthorization(Needs(Permissions.Edit)).Produces(StatusCodes.Status202Accepted).WithName("SendClientUserPasswordLink");
        api.MapPost("/{id}/password", PasswordAsync).RequireAuthorization(Needs(Permissions.SetPasswords)).Produces(StatusCodes.Status204NoContent).WithName("SetClientUserPassword");
    }

    private static RequirePermissionAttribute Needs(string permission) => new(permission);

    private static async Task<IResult> ListAsync(string client, HttpContext context, TenantDb db, IClientDirectory clients, CancellationToken cancel) =>
        await FindClientAsync(db, clients, client, cancel) is { } found
            ? Results.Json(new ClientUserList([.. (await UserLine.Of(db, found.Id).ToListAsync(cancel)).Select(ClientUserJson.Of)]))
            : Problems.NotFound(context);

    private static async Task<IResult> GetAsync(string client, string id, HttpContext context, TenantDb db, IClientDirectory clients, CancellationToken cancel) =>
        await FindAsync(db, clients, client, id, cancel) is { } account ? await AnswerAsync(db, account, cancel) : Problems.NotFound(context);

    private static async Task<IResult> CreateAsync(string client, ClientUserBody body, HttpContext context, TenantDb db, IClientDirectory clients, AddUser add, ICurrentUser user, IStringLocalizer texts, CancellationToken cancel)
    {
        if (await FindClientAsync(db, clients, client, cancel) is not { IsDeleted: false } found)
        {
            return Problems.NotFound(context);
        }

        if (body.Password is not null && !user.Has(Permissions.SetPasswords))
        {
            return Problems.Of(context, StatusCodes.Status403Forbidden, "error.403.detail");
        }

        var wrong = Check(body, texts, isNew: true, out var email);
        if (body.Password is { } password && PasswordRules.Broken(password).FirstOrDefault() is { } rule)
        {
            wrong["password"] = [texts["users.password.rule." + rule].Value];
        }

        if (wrong.Count > 0)
        {
            return Problems.Validation(context, wrong);
        }

        try
        {
            var account = await add.RunAsync(found.Id, body.Name!.Trim(), email!, body.Password, cancel); // checked
            if (body.IsEnabled == false)
            {
                account.Enable(false);
                await db.SaveChangesAsync(cancel);
            }

            context.Response.Headers.Location = FormattableString.Invariant($"{context.Request.PathBase}/api/clients/{found.Id}/users/{account.Id}");
            return await AnswerAsync(db, account, cancel, StatusCodes.Status201Created);
        }
        catch (RuleBrokenException broken)
        {
            return Problems.Rule(context, broken);
        }
    }

    private static async Task<IResult> PatchAsync(string client, string id, JsonElement body, HttpContext context, TenantDb db, IClientDirectory clients, ChangeUser change, IStringLocalizer texts, CancellationToken cancel)
    {
        if (await FindAsync(db, clients, client, id, cancel) is not { } account)
        {
            return Problems.NotFound(context);
        }

        if (body.ValueKind != JsonValueKind.Object)
        {
            return Problems.Of(context, StatusCodes.Status400BadRequest, "error.400.detail");
        }

        // A password is refused and not ignored (003-80): whoever sends one believes that it was changed.
        if (body.TryGetProperty("password", out _))
        {
            return Problems.Validation(context, new Dictionary<string, string[]>(StringComparer.Ordinal) { ["password"] = [texts["clientusers.api.noPassword"].Value] });
        }

        var enabled = body.TryGetProperty("isEnabled", out var sent) && sent.ValueKind != JsonValueKind.Null ? sent.ValueKind : account.IsEnabled ? JsonValueKind.True : JsonValueKind.False;
        var asked = new ClientUserBody(Text(body, "name") ?? account.Name, Text(body, "email") ?? account.Email, enabled == JsonValueKind.True, null);
        var wrong = Check(asked, texts, isNew: false, out var email);
        if (enabled is not (JsonValueKind.True or JsonValueKind.False))
        {
            wrong["isEnabled"] = [texts["validation.invalidUnknown"].Value];
        }

        if (wrong.Count > 0)
        {
            return Problems.Validation(context, wrong);
        }

        try
        {
            await change.SaveAsync(account, asked.Name!.Trim(), email!, asked.IsEnabled ?? true, cancel); // checked
            return await AnswerAsync(db, account, cancel);
        }
        catch (RuleBrokenException broken)
        {
            return Problems.Rule(context, broken);
        }
    }

    private static Task<IResult> DeleteAsync(string client, string id, HttpContext context, TenantDb db, IClientDirectory clients, ChangeUser change, CancellationToken cancel) =>
        ActAsync(client, id, context, db, clients, a => change.RemoveAsync(a, cancel), _ => Task.FromResult(Results.NoContent()), cancel);

    private static Task<IResult> FirstAsync(string client, string id, HttpContext context, TenantDb db, IClientDirectory clients, ChangeUser change, CancellationToken cancel) =>
        ActAsync(client, id, context, db, clients, a => change.MakeFirstAsync(a, cancel), a => AnswerAsync(db, a, cancel), cancel);

    private static Task<IResult> LinkAsync(string client, string id, HttpContext context, TenantDb db, IClientDirectory clients, ChangeUser change, CancellationToken cancel) =>
        ActAsync(client, id, context, db, clients, a => change.SendLinkAsync(a, cancel), _ => Task.FromResult(Results.StatusCode(StatusCodes.Status202Accepted)), cancel);

    private static async Task<IResult> PasswordAsync(string client, string id, ClientUserPassword body, HttpContext context, TenantDb db, IClientDirectory clients, ChangeUser change, IStringLocalizer texts, CancellationToken cancel)
    {
        if (PasswordRules.Broken(body.Password).FirstOrDefault() is { } rule)
        {
            return Problems.Validation(context, new Dictionary<string, string[]>(StringComparer.Ordinal) { ["password"] = [texts["users.password.rule." + rule].Value] });
        }

        return await ActAsync(client, id, context, db, clients, async a =>
        {
            if (await change.SetPasswordAsync(a, body.Password ?? "", cancel) is { Succeeded: false } refused)
            {
                throw new RuleBrokenException("clientusers.add.refused", refused.Errors.First().Description) { Field = "password" };
            }
        }, _ => Task.FromResult(Results.NoContent()), cancel);
    }

    private static async Task<IResult> ActAsync(string client, string id, HttpContext context, TenantDb db, IClientDirectory clients, Func<ClientMembership, Task> act, Func<ClientMembership, Task<IResult>> answer, CancellationToken cancel)
    {
        if (await FindAsync(db, clients, client, id, cancel) is not { } account)
        {
            return Problems.NotFound(context);
        }

        try
        {
            await act(account);
            return await answer(account);
        }
        catch (RuleBrokenException broken)
        {
            return Problems.Rule(context, broken);
        }
    }

    private static Dictionary<string, string[]> Check(ClientUserBody body, IStringLocalizer texts, bool isNew, out string? email)
    {
        var wrong = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (string.IsNullOrWhiteSpace(body.Name) || body.Name.Length > 200)
        {
            wrong["name"] = [string.IsNullOrWhiteSpace(body.Name) ? texts["validation.required"].Value : texts["users.tooLong", 200].Value];
        }

        if (!EmailAddress.TryParse(body.Email, out email))
        {
            wrong["email"] = [isNew && string.IsNullOrWhiteSpace(body.Email) ? texts["validation.required"].Value : texts["clientusers.email.invalid"].Value];
        }

        return wrong;
    }

    private static string? Text(JsonElement body, string name)
    {
        try
        {
            return body.TryGetProperty(name, out var value) ? value.ValueKind == JsonValueKind.String ? value.GetString() : "" : null;
        }
        catch (InvalidOperationException)
        {
            return ""; // half a surrogate pair
        }
    }

    private static async Task<IResult> AnswerAsync(TenantDb db, ClientMembership account, CancellationToken cancel, int status = StatusCodes.Status200OK) =>
        Results.Json(ClientUserJson.Of(await UserLine.Of(db, account.ClientId).FirstAsync(l => l.Id == account.Id, cancel)), statusCode: status);

    private static async Task<ClientName?> FindClientAsync(TenantDb db, IClientDirectory clients, string id, CancellationToken cancel)
    {
        var names = clients.Names(db).Where(c => !c.IsDeleted);
        return long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? await names.FirstOrDefaultAsync(c => c.Id == number, cancel)
            : await names.FirstOrDefaultAsync(c => c.ContentItemId == id, cancel);
    }

    private static async Task<ClientMembership?> FindAsync(TenantDb db, IClientDirectory clients, string client, string id, CancellationToken cancel)
    {
        if (await FindClientAsync(db, clients, client, cancel) is not { } found)
        {
            return null;
        }

        var users = db.Memberships.Where(m => m.ClientId == found.Id);
        return long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? await users.FirstOrDefaultAsync(m => m.Id == number, cancel)
            : await users.FirstOrDefaultAsync(m => m.ContentItemId == id, cancel);
    }
}

/// <summary>The users of a client.</summary>
internal sealed record ClientUserList(IReadOnlyList<ClientUserJson> Items);

/// <summary>A client's user.</summary>
internal sealed record ClientUserJson(string Id, string ContentItemId, string Name, string Email, bool IsFirst, bool IsEnabled, bool IsOnline, IReadOnlyList<string> Permissions, int ChatLevel, DateTime CreatedUtc, DateTime? LastLoginUtc)
{
    public static ClientUserJson Of(UserLine line) => new(line.Id.ToString(CultureInfo.InvariantCulture), line.ContentItemId, line.Name, line.Email, line.IsOwner, line.IsEnabled, line.IsOnline,
        JsonSerializer.Deserialize<string[]>(line.Permissions) ?? [], line.ChatLevel, line.CreatedUtc, line.LastLoginUtc);
}

/// <summary>What makes a user.</summary>
/// <param name="Name">Name.</param>
/// <param name="Email">E-mail: the key of the user's identity.</param>
/// <param name="IsEnabled">False makes a disabled user.</param>
/// <param name="Password">The first password; without one the user gets a link to make it.</param>
internal sealed record ClientUserBody(string? Name, string? Email, bool? IsEnabled, string? Password);

/// <summary>A new password.</summary>
internal sealed record ClientUserPassword(string? Password);
