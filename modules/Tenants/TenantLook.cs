using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Http;

namespace ClientSuite.Tenants;

/// <summary>How a tenant is shown: its name, address and state.</summary>
internal static class TenantLook
{
    extension(ShellSettings tenant)
    {
        public string ShownName => tenant.SiteName.Length > 0 ? tenant.SiteName : tenant.Name;

        public string StateMark => tenant.State switch
        {
            TenantState.Running => "ok",
            TenantState.Initializing => "info",
            TenantState.Disabled => "off",
            TenantState.Invalid => "bad",
            _ => "none",
        };

        public string StateKey => "tenants.state." + tenant.State.ToString().ToLowerInvariant();

        /// <summary>Host and prefix as people say them: <c>vilaserena.suite.com.br</c>, <c>/orquidea</c>.</summary>
        public string ShownAddress
        {
            get
            {
                var hosts = tenant.Hosts;
                var prefix = tenant.PathBase;
                return hosts.Count == 0 ? prefix.Length == 0 ? "/" : prefix : hosts[0] + prefix;
            }
        }

        /// <summary>Every address, absolute. A host answers at the port of the operator's own address, a wildcard has none.</summary>
        public IReadOnlyList<string> Urls(HttpRequest request)
        {
            var hosts = tenant.Hosts;
            if (hosts.Count == 0)
            {
                return [$"{request.Scheme}://{request.Host}{tenant.PathBase}/"];
            }

            var port = request.Host.Port is { } number ? ":" + number.ToString(System.Globalization.CultureInfo.InvariantCulture) : "";
            return [.. hosts.Where(h => !h.StartsWith("*.", StringComparison.Ordinal)).Select(h => $"{request.Scheme}://{h}{port}{tenant.PathBase}/")];
        }

        public bool CanEnable => tenant.State is TenantState.Disabled or TenantState.Invalid;

        public bool CanDisable => tenant.State is TenantState.Running or TenantState.Invalid && !tenant.IsDefault;

        /// <summary>Initializing, too, which is refused only while somebody does set it up.</summary>
        public bool CanRemove => tenant.State != TenantState.Running && !tenant.IsDefault;
    }
}
