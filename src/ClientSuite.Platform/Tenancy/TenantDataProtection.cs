using System.Security.Cryptography;
using ClientSuite.Hosting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace ClientSuite.Tenancy;

/// <summary>One key ring for the host; each protect and unprotect adds the tenant's immutable id as a purpose, because cookie
/// options and the antiforgery serialiser are singletons of a shell that many tenants share. One tenant's cookie or token is
/// worthless at another.</summary>
internal sealed class TenantDataProtectionProvider(IDataProtectionProvider host) : IDataProtectionProvider
{
    public IDataProtector CreateProtector(string purpose) => new Protector(host.CreateProtector(purpose));

    private sealed class Protector(IDataProtector inner) : IDataProtector
    {
        public IDataProtector CreateProtector(string purpose) => new Protector(inner.CreateProtector(purpose));

        public byte[] Protect(byte[] plaintext) => Tenant().Protect(plaintext);

        public byte[] Unprotect(byte[] protectedData) => Tenant().Unprotect(protectedData);

        private IDataProtector Tenant() => inner.CreateProtector("tenant:" + (TenantContext.Current?.TenantId
            ?? throw new CryptographicException("No tenant: nothing can be protected here.")));
    }
}

/// <summary>Keeps the key ring in the host database.</summary>
internal sealed class HostKeyRing(HostDatabase database) : IXmlRepository
{
    public IReadOnlyCollection<System.Xml.Linq.XElement> GetAllElements()
    {
        using var db = database.Open();
        return [.. db.Keys.Select(k => k.Xml).ToList().Select(System.Xml.Linq.XElement.Parse)];
    }

    public void StoreElement(System.Xml.Linq.XElement element, string friendlyName)
    {
        using var db = database.Open();
        db.Keys.Add(new HostKey { FriendlyName = friendlyName, Xml = element.ToString(System.Xml.Linq.SaveOptions.DisableFormatting) });
        db.SaveChanges();
    }
}
