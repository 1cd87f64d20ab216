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
        var (id, text) = ("", (string?)null);
        await host.InTenantAsync(tenant, async scope =>
        {
            var last = await scope.GetRequiredService<TenantDb>().EmailMessages.AsNoTracking().Where(m => m.ToAddress == email && m.Kind == "clientusers.mail.code").OrderByDescending(m => m.Id).FirstAsync();
            (id, text) = (last.MessageId, last.Text);
        });
        if (text is null)
        {
            var files = Directory.EnumerateFiles(Path.Combine(host.Data, "Sites", tenant, "files", "mail"), "*.eml").Select(File.ReadAllText);
            var mail = files.First(f => f.Contains($"<{id}@", StringComparison.Ordinal));
            text = Encoding.UTF8.GetString(Convert.FromBase64String(FirstPart().Match(mail).Groups[1].Value));
        }

        return Code().Match(text).Value;
    }

    [GeneratedRegex(@"text/plain[^\r\n]*\r?\nContent-Transfer-Encoding: base64\r?\n\r?\n([A-Za-z0-9+/=\r\n]+?)\r?\n--", RegexOptions.None, 1000)]
    private static partial Regex FirstPart();

    [GeneratedRegex("[0-9]{6}", RegexOptions.None, 1000)]
    private static partial Regex Code();
}
