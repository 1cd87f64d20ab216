using System.Globalization;
using System.Text.Json;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Email;
using ClientSuite.Values;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.ClientEmails.Bulk;

/// <summary>One mail to each of many clients, from a template or written by hand (issue 3 §3). The mails stand in the queue in the
/// transaction of the batch's progress, so a killed process queues none twice. What was sent is not taken back.</summary>
internal sealed class MailToMany(TenantDb db, IClientDirectory clients, IEmailComposer composer, IEmailQueue queue) : IClientBulkAction
{
    private const string Template = "template";
    private const string Subject = "subject";
    private const string Body = "body";
    private const int LongestSubject = 300;
    private const int LongestBody = 60_000;

    /// <summary>A message whose words the tenant changes among its e-mail templates.</summary>
    public static EmailTemplate Notice { get; } = new("clientemails.mail.notice", new Dictionary<string, string> { ["name"] = "Padaria Girassol" });

    public string Id => "email";

    public string Title => "clientemails.bulk";

    public string Icon => "mail";

    public int Order => 30;

    public string Permission => Permissions.SendToMany;

    public bool CanUndo => false;

    public Task<ClientBulkForm> AskAsync(IReadOnlyDictionary<string, string> values, CancellationToken cancel) =>
        Task.FromResult(new ClientBulkForm("/Areas/ClientEmails/Pages/Bulk/_Write.cshtml", new MailChoice([Notice.Name], values.GetValueOrDefault(Template, ""), values.GetValueOrDefault(Subject), values.GetValueOrDefault(Body))));

    public async Task<ClientBulkPlan> PlanAsync(IReadOnlyDictionary<string, string> values, CancellationToken cancel)
    {
        var mail = Read(values);
        var subject = mail.Template is null ? mail.Subject : (await ComposeAsync(mail, new ClientName { Name = "" }, cancel)).Subject;
        return new ClientBulkPlan(JsonSerializer.Serialize(mail), subject, new ClientBulkAct("sent", "Email.Message", null, subject))
        {
            Only = clients.Names(db).Where(c => c.Email != "").Select(c => c.Id),
            Preview = async sample =>
            {
                var first = sample.First is { } id ? await clients.FindAsync(id, cancel) : null;
                return new ClientBulkForm("/Areas/ClientEmails/Pages/Bulk/_Preview.cshtml", new MailPreview(first is null ? null : (await ComposeAsync(mail, first, cancel)) with { ToName = first.Name }, sample.LeftOut));
            },
        };
    }

    public async Task<IReadOnlyList<ClientBulkLine>> DoAsync(TenantDb db, string arguments, IReadOnlyList<long> clientIds, CancellationToken cancel)
    {
        var mail = JsonSerializer.Deserialize<MassMail>(arguments) ?? throw new InvalidOperationException("No mail was kept.");
        var readers = await clients.Names(db).Where(c => EF.Parameter(clientIds).Contains(c.Id) && c.Email != "").OrderBy(c => c.Id).ToListAsync(cancel);
        var written = mail.Template is null && readers.Count > 0 ? await ComposeAsync(mail, readers[0], cancel) : null;
        foreach (var reader in readers)
        {
            queue.Enqueue((written ?? await ComposeAsync(mail, reader, cancel)) with { To = reader.Email, ToName = reader.Name, ClientId = reader.Id });
        }

        // The mails themselves stand on each client's page.
        return [.. readers.Select(r => new ClientBulkLine(r.Id, null, null))];
    }

    public Task<IReadOnlyList<long>> TakeBackAsync(TenantDb db, string arguments, IReadOnlyList<ClientBulkLine> lines, CancellationToken cancel) =>
        throw new NotSupportedException("What was sent stays sent.");

    private static MassMail Read(IReadOnlyDictionary<string, string> values)
    {
        var culture = CultureInfo.CurrentUICulture.Name;
        if (values.GetValueOrDefault(Template) is { Length: > 0 } template)
        {
            return template == Notice.Name ? new MassMail(template, "", "", culture) : throw new RuleBrokenException("clientemails.bulk.which") { Field = Template };
        }

        var subject = TextCleaning.Clean(values.GetValueOrDefault(Subject)).ReplaceLineEndings(" ").Trim();
        var body = TextCleaning.Clean(values.GetValueOrDefault(Body)).ReplaceLineEndings("\n").Trim();
        return subject.Length is 0 or > LongestSubject ? throw new RuleBrokenException("clientemails.bulk.subject", LongestSubject) { Field = Subject }
            : body.Length is 0 or > LongestBody ? throw new RuleBrokenException("clientemails.bulk.body", LongestBody) { Field = Body }
            : new MassMail(null, subject, body, culture);
    }

    private Task<EmailDraft> ComposeAsync(MassMail mail, ClientName reader, CancellationToken cancel) => mail.Template is { } template
        ? composer.ComposeAsync(template, mail.Culture, reader.Email, new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = reader.Name }, cancel)
        : composer.WriteAsync(mail.Subject, mail.Body, mail.Culture, reader.Email, cancel);
}

/// <summary>Kept with the operation: a template, or subject and body.</summary>
internal sealed record MassMail(string? Template, string Subject, string Body, string Culture);

/// <summary>What the dialog asks.</summary>
internal sealed record MailChoice(IReadOnlyList<string> Templates, string Template, string? Subject, string? Body);

/// <summary>The mail as the first reader gets it, and the first who get none.</summary>
internal sealed record MailPreview(EmailDraft? First, IReadOnlyList<string> LeftOut);
