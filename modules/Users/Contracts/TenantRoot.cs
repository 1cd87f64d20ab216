using ClientSuite.Settings;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Http;

namespace ClientSuite.Users.Contracts;

/// <summary>The tenant's address in links of e-mails. Scoped.</summary>
public sealed class TenantRoot(ISettings<SiteSettings> site, TenantContext tenant, IHttpContextAccessor accessor)
{
    /// <summary>The address with the tenant's prefix, without a slash at the end.</summary>
    /// <exception cref="InvalidOperationException">There is no request.</exception>
    public async Task<string> OfRequestAsync(CancellationToken cancel)
    {
        var request = accessor.HttpContext?.Request ?? throw new InvalidOperationException("A link is asked for by a request.");
        return Of((await site.GetAsync(cancel)).BaseUrl, tenant.Settings.Hosts, request.Scheme, request.Host.Value ?? "", request.PathBase.Value ?? "");
    }

    /// <summary>Configured addresses come before the request's Host header, which whoever asks may forge.</summary>
    internal static string Of(string baseUrl, IReadOnlyList<string> own, string scheme, string requestHost, string pathBase)
    {
        if (baseUrl.Length > 0)
        {
            return baseUrl.TrimEnd('/') + pathBase;
        }

        var host = own.Count == 0 || own.Any(h => Answers(h, requestHost)) ? requestHost : own.FirstOrDefault(h => !h.StartsWith('*')) ?? requestHost;
        return scheme + "://" + host + pathBase;
    }

    private static bool Answers(string pattern, string host)
    {
        var name = host.Split(':')[0];
        return pattern.StartsWith("*.", StringComparison.Ordinal)
            ? name.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase)
            : pattern.Equals(name, StringComparison.OrdinalIgnoreCase);
    }
}
