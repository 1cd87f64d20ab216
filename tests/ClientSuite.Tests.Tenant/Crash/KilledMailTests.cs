using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ClientSuite.Tests.Hosting;
using Xunit;

namespace ClientSuite.Tests.Crash;

/// <summary>Kills the real process while it sends mails: each arrives, and at most those under way arrive twice.</summary>
public abstract class KilledMailTests<TDatabase> where TDatabase : ITestDatabase
{
    private const int Mails = 120;
    private const int Connections = 2;

    [Fact(DisplayName = "issue 3 §5, §7: kill -9 while mails are sent: every mail arrives, at most one repeat per open connection, encrypted by STARTTLS")]
    [Trait("Category", "Crash")]
    public async Task Every_mail_arrives()
    {
        Assert.SkipUnless(TenantFixture<TDatabase>.IsAvailable, "There is no PostgreSQL: CLIENTSUITE_TEST_POSTGRES is not set.");
        using var folder = new OwnDirectory();
        MakeCertificate(folder["cert.pem"], folder["key.pem"]);
        await using var server = await TestSmtpServer.StartAsync("--auth", "revenda:segredo", "--cert", folder["cert.pem"], "--key", folder["key.pem"]);
        using var host = new KilledHost<TDatabase>
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["SSL_CERT_FILE"] = folder["cert.pem"],
                ["ClientSuite__Smtp__Host"] = "localhost",
                ["ClientSuite__Smtp__Port"] = server.Port.ToString(CultureInfo.InvariantCulture),
                ["ClientSuite__Smtp__UserName"] = "revenda",
                ["ClientSuite__Smtp__Password"] = "segredo",
                ["ClientSuite__Smtp__From"] = "aviso@revenda.example",
                ["ClientSuite__Smtp__MaxPerMinute"] = "100000",
                ["ClientSuite__Smtp__Connections"] = Connections.ToString(CultureInfo.InvariantCulture),
                ["ClientSuite__Smtp__TimeoutSeconds"] = "6",
            },
        };
        var asked = 0;
        for (var kills = 0; kills < 4; kills++)
        {
            using var api = await host.StartAsync();
            var taken = server.Mails().Count;
            using var web = new HttpBrowser(api.Tenant);
            var page = (await web.GetAsync("password/forgot")).Is(HttpStatusCode.OK);
            for (; asked < Mails * (kills + 1) / 4; asked++)
            {
                (await web.PostAsync("password/forgot", HttpBrowser.Form(page, ("Form.Email", "admin@quedas.example")))).Is(HttpStatusCode.Redirect);
            }

            await Eventually.HoldsAsync(() => server.Mails().Count > taken);
            await Task.Delay(Random.Shared.Next(30));
            host.Kill();
        }

        using (await host.StartAsync())
        {
            await Eventually.HoldsAsync(() => host.Scalar("""SELECT COUNT(*) FROM "Email_Message" WHERE "Status" = 'Sent' """) == Mails);
        }

        var mails = server.Mails();
        Assert.Equal(Mails, mails.Select(m => m.MessageId).Distinct(StringComparer.Ordinal).Count());
        Assert.InRange(mails.Count, Mails, Mails + (4 * Connections));
        Assert.All(mails, m => Assert.True(m.IsSecure));
        Assert.All(mails, m => Assert.Equal("revenda", m.User));
        Assert.Equal(0, host.Scalar("""SELECT COUNT(*) FROM "Email_Message" WHERE "Text" IS NOT NULL"""));
    }

    private static void MakeCertificate(string certificate, string key)
    {
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(certificate, made.ExportCertificatePem());
        File.WriteAllText(key, rsa.ExportPkcs8PrivateKeyPem());
    }
}

public sealed class KilledMailOnSqlite : KilledMailTests<Sqlite>;

public sealed class KilledMailOnPostgres : KilledMailTests<Postgres>;
