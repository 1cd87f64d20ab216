using System.Globalization;
using ClientSuite.Privacy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Clients.Contracts;

/// <summary>How endpoints about one client enter the access log.</summary>
public static class ClientAccess
{
    /// <summary>Notes each successful GET in the access log, by the client in the route value <c>id</c> or <c>clientId</c>.</summary>
    /// <param name="endpoint">The endpoint, or a group of them.</param>
    /// <param name="how">What the caller gets.</param>
    /// <param name="detail">Which part of the client; at most 100 characters, no personal data.</param>
    public static TBuilder NotesAccess<TBuilder>(this TBuilder endpoint, AccessKind how, string detail) where TBuilder : IEndpointConventionBuilder =>
        endpoint.AddEndpointFilter(async (invocation, next) =>
        {
            var answer = await next(invocation);
            var request = invocation.HttpContext.Request;
            var isFine = answer is not IStatusCodeHttpResult { StatusCode: >= StatusCodes.Status400BadRequest };
            var client = request.RouteValues["clientId"] ?? request.RouteValues["id"];
            if (isFine && HttpMethods.IsGet(request.Method) && long.TryParse(client?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                invocation.HttpContext.RequestServices.GetRequiredService<IAccessLog>().Note(id, how, detail);
            }

            return answer;
        });
}
