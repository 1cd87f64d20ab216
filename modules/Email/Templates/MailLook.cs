using ClientSuite.Settings;
using ClientSuite.Tenancy;

namespace ClientSuite.Email;

/// <summary>Whose mail it is, to its reader.</summary>
/// <param name="SiteName">Name of the tenant.</param>
/// <param name="LogoUrl">Address of its logo; null for none, or where the tenant's address is known to requests alone.</param>
internal sealed record MailLook(string SiteName, string? LogoUrl)
{
    public static MailLook Plain(string siteName) => new(siteName, null);
}

/// <summary>Reads the tenant's look for its mails.</summary>
internal sealed class MailLooks(ISettings<SiteSettings> sites, ISettings<LookSettings> looks, TenantContext tenant)
{
    public async Task<MailLook> GetAsync(CancellationToken cancel)
    {
        var site = await sites.GetAsync(cancel);
        var root = site.KnownRoot(tenant.Settings);
        return new MailLook(site.SiteName, root.Length > 0 && (await looks.GetAsync(cancel)).LogoPath is { } logo ? root + logo : null);
    }
}
