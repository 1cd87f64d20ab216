using ClientSuite.Addresses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClientSuite.Clients;

/// <summary>What a form asks for once somebody has typed a CEP: the address, or that nobody knows the code. 204 for a service that is away: then
/// one types on.</summary>
internal static class AddressOfPostalCode
{
    public const string Path = "/admin/cep/";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(Path + "{code}", async (string code, IAddressLookup addresses, CancellationToken cancel) =>
            await addresses.FindAsync(code, cancel) is { } found ? Results.Ok(found) : Results.NoContent())
            .RequireAuthorization(ClientsApi.Needs(Permissions.Edit)).ExcludeFromDescription();
}
