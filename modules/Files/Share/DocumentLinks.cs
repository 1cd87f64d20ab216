using System.Globalization;
using System.Security.Cryptography;
using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace ClientSuite.Files;

/// <summary>Links that open one document for whoever holds them, until a time. Signed and sealed with the tenant's key; a document in the trash has
/// none.</summary>
internal sealed class DocumentLinks(IDataProtectionProvider protection, TenantDb db, TenantClock clock, IHistory history)
{
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    private IDataProtector Protector => protection.CreateProtector("Files.Link");

    /// <summary>Path of a link, below the tenant; the client's history says that it was made.</summary>
    public async Task<(string Path, DateTime UntilUtc)> MakeAsync(Document document, TimeSpan life, CancellationToken cancel)
    {
        var until = clock.UtcNow + life;
        var payload = string.Create(CultureInfo.InvariantCulture, $"{document.ContentItemId}|{until.Ticks}");
        var token = WebEncoders.Base64UrlEncode(Protector.Protect(System.Text.Encoding.UTF8.GetBytes(payload)));
        var entry = await history.AddAsync("shared", Document.RecordType, document.Id, document.Name, document.ClientId, cancel);
        history.AddLine(entry, "sharedUntil", null, clock.DayAndTime(until));
        await db.SaveChangesAsync(cancel);
        return ("/api/documents/links/" + token, until);
    }

    /// <summary>Public id of the document that a token opens; null for none, or none any more.</summary>
    public string? Read(string token)
    {
        try
        {
            var parts = System.Text.Encoding.UTF8.GetString(Protector.Unprotect(WebEncoders.Base64UrlDecode(token))).Split('|');
            return long.Parse(parts[1], CultureInfo.InvariantCulture) > clock.UtcNow.Ticks ? parts[0] : null;
        }
        catch (Exception forged) when (forged is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
