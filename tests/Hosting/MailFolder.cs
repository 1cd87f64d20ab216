using System.Text;
using System.Text.RegularExpressions;
using ClientSuite.Data;
using ClientSuite.Email;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Tests.Hosting;

/// <summary>Reads what opens an access where its owner would: the database forgets it once the mail is gone.</summary>
internal static partial class MailFolder
{
    /// <summary>The code of the last mail to an address.</summary>
    public static async Task<string> CodeAsync(this TestHost host, string tenant, string email)
    {
        EmailMessage? last = null;
        await host.InTenantAsync(tenant, async scope =>
            last = await scope.GetRequiredService<TenantDb>().EmailMessages.AsNoTracking().Where(m => m.ToAddress == email && m.Kind == "clientusers.mail.code").OrderByDescending(m => m.Id).FirstAsync());
        return Code().Match(host.TextOf(tenant, last!)).Value; // First
    }

    /// <summary>What a mail says, be it gone already.</summary>
    public static string TextOf(this TestHost host, string tenant, EmailMessage message)
    {
        if (message.Text is { } waiting)
        {
            return waiting;
        }

        var files = Directory.EnumerateFiles(Path.Combine(host.Data, "Sites", tenant, "files", "mail"), "*.eml").Select(File.ReadAllText);
        var mail = files.First(f => f.Contains($"<{message.MessageId}@", StringComparison.Ordinal));
        return Encoding.UTF8.GetString(Convert.FromBase64String(FirstPart().Match(mail).Groups[1].Value));
    }

    [GeneratedRegex(@"text/plain[^\r\n]*\r?\nContent-Transfer-Encoding: base64\r?\n\r?\n([A-Za-z0-9+/=\r\n]+?)\r?\n--", RegexOptions.None, 1000)]
    private static partial Regex FirstPart();

    [GeneratedRegex("[0-9]{6}", RegexOptions.None, 1000)]
    private static partial Regex Code();
}
