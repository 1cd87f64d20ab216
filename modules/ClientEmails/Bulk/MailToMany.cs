using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Email;
using ClientSuite.Privacy;
using ClientSuite.Values;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.ClientEmails.Bulk;

/// <summary>One mail to each of many clients, from a template or written by hand (issue 3 §3). The mails stand in the queue in the
/// transaction of the batch's progress, so a killed process queues none twice. What was sent is not taken back.</summary>
internal sealed class MailToMany(TenantDb db, IClientDirectory clients, IEmailComposer composer, IEmailQueue queue, MailTemplates templates, IEnumerable<IMarketingConsent> consents) : IClientBulkAction
{
    private const string Template = "template";
    private const string Subject = "subject";
    private const string Body = "body";
    private const string Marketing = "marketing";
    private const int LongestSubject = 300;
    private const int LongestBody = 60_000;

    /// <summary>Null where nobody keeps consents: marketing reaches nobody then.</summary>
    private IMarketingConsent? Consent => consents.LastOrDefault();

    public string Id => "email";

    public string Title => "clientemails.bulk";

    public string Icon => "mail";

    public int Order => 30;

    public string Permission => Permissions.SendToMany;

    public bool CanUndo => false;

    public async Task<ClientBulkForm> AskAsync(IReadOnlyDictionary<string, string> values, CancellationToken cancel)
    {
        var template = values.GetValueOrDefault(Template, "");
        return new ClientBulkForm("/Areas/ClientEmails/Pages/Bulk/_Write.cshtml", new MailChoice(templates.Usable, template, values.GetValueOrDefault(Subject), values.GetValueOrDefault(Body))
        {
            Draft = await templates.PreviewAsync(template, cancel),
            AsksMarketing = Consent is not null,
            Marketing = IsMarketing(values),
            ReachesUnasked = await ReachesUnaskedAsync(cancel),
        });
    }

    public async Task<ClientBulkPlan> PlanAsync(IReadOnlyDictionary<string, string> values, CancellationToken cancel)
    {
        var mail = Read(values);
        var subject = mail.Template is null ? mail.Subject : (await ComposeAsync(mail, new ClientName { Name = "" }, cancel)).Subject;
        return new ClientBulkPlan(JsonSerializer.Serialize(mail), subject, new ClientBulkAct("sent", "Email.Message", null, subject))
        {
            Only = Readers(db, mail, await ReachesUnaskedAsync(cancel)).Select(c => c.Id),
            Preview = async sample =>
            {
                var first = sample.First is { } id ? await clients.FindAsync(id, cancel) : null;
                var without = clients.Names(db).Where(c => c.Email == "").Select(c => c.Id);
                var unreachable = mail.IsMarketing ? await sample.Chosen.CountAsync(id => without.Contains(id), cancel) : sample.LeftOutCount;
                var refusing = mail.IsMarketing && Consent?.Refusing(db) is { } revoked ? await sample.Chosen.CountAsync(id => !without.Contains(id) && revoked.Contains(id), cancel) : 0;
                return new ClientBulkForm("/Areas/ClientEmails/Pages/Bulk/_Preview.cshtml", new MailPreview(first is null ? null : (await ComposeAsync(mail, first, cancel)) with { ToName = first.Name }, sample.LeftOut, mail.IsMarketing)
                {
                    Unreachable = unreachable,
                    Refusing = refusing,
                    Unasked = sample.LeftOutCount - unreachable - refusing,
                });
            },
        };
    }

    public async Task<IReadOnlyList<ClientBulkLine>> DoAsync(TenantDb db, string arguments, IReadOnlyList<long> clientIds, CancellationToken cancel)
    {
        var mail = JsonSerializer.Deserialize<MassMail>(arguments) ?? throw new InvalidOperationException("No mail was kept.");
        var readers = await Readers(db, mail, await ReachesUnaskedAsync(cancel)).Where(c => EF.Parameter(clientIds).Contains(c.Id)).OrderBy(c => c.Id).ToListAsync(cancel); // asked again: somebody may have revoked meanwhile
        var written = mail is { Template: null, HasValues: false } && readers.Count > 0 ? await ComposeAsync(mail, readers[0], cancel) : null;
        foreach (var reader in readers)
        {
            queue.Enqueue((written ?? await ComposeAsync(mail, reader, cancel)) with { To = reader.Email, ToName = reader.Name, ClientId = reader.Id });
        }

        // The mails themselves stand on each client's page.
        return [.. readers.Select(r => new ClientBulkLine(r.Id, null, null))];
    }

    public Task<IReadOnlyList<long>> TakeBackAsync(TenantDb db, string arguments, IReadOnlyList<ClientBulkLine> lines, CancellationToken cancel) =>
        throw new NotSupportedException("What was sent stays sent.");

    /// <summary>Who gets it: with an address, and, where it is marketing, with a consent to that, or without a word where the tenant reaches those too.</summary>
    private IQueryable<ClientName> Readers(TenantDb db, MassMail mail, bool reachesUnasked)
    {
        var readers = clients.Names(db).Where(c => c.Email != "");
        if (!mail.IsMarketing)
        {
            return readers;
        }

        if (Consent is not { } consent)
        {
            return readers.Where(_ => false); // consents were kept when the mail was written, and are no more
        }

        var (refusing, consenting) = (consent.Refusing(db), consent.Consenting(db));
        var willing = readers.Where(c => !refusing.Contains(c.Id));
        return reachesUnasked ? willing : willing.Where(c => consenting.Contains(c.Id));
    }

    private async Task<bool> ReachesUnaskedAsync(CancellationToken cancel) => Consent is { } consent && await consent.ReachesUnaskedAsync(cancel);

    private MassMail Read(IReadOnlyDictionary<string, string> values)
    {
        var culture = CultureInfo.CurrentUICulture.Name;
        var isMarketing = IsMarketing(values);
        if (isMarketing && Consent is null)
        {
            throw new RuleBrokenException("clientemails.bulk.noConsents") { Field = Marketing };
        }

        if (values.GetValueOrDefault(Template) is { Length: > 0 } template)
        {
            return templates.Usable.Contains(template) ? new MassMail(template, "", "", culture, isMarketing) : throw new RuleBrokenException("clientemails.bulk.which") { Field = Template };
        }

        var subject = TextCleaning.Clean(values.GetValueOrDefault(Subject)).ReplaceLineEndings(" ").Trim();
        var body = TextCleaning.Clean(values.GetValueOrDefault(Body)).ReplaceLineEndings("\n").Trim();
        return subject.Length is 0 or > LongestSubject ? throw new RuleBrokenException("clientemails.bulk.subject", LongestSubject) { Field = Subject }
            : body.Length is 0 or > LongestBody ? throw new RuleBrokenException("clientemails.bulk.body", LongestBody) { Field = Body }
            : ClientValues.Unknown(subject) is [var misspelt, ..] ? throw new RuleBrokenException("clientemails.bulk.unknown", misspelt) { Field = Subject }
            : ClientValues.Unknown(body) is [var unknown, ..] ? throw new RuleBrokenException("clientemails.bulk.unknown", unknown) { Field = Body }
            : new MassMail(null, subject, body, culture, isMarketing);
    }

    private static bool IsMarketing(IReadOnlyDictionary<string, string> values) => bool.TryParse(values.GetValueOrDefault(Marketing), out var wanted) && wanted;

    private Task<EmailDraft> ComposeAsync(MassMail mail, ClientName reader, CancellationToken cancel) => mail.Template is { } template
        ? composer.ComposeAsync(template, mail.Culture, reader.Email, ClientValues.Of(reader), cancel)
        : composer.WriteAsync(mail.Subject, mail.Body, mail.Culture, reader.Email, ClientValues.Of(reader), cancel);
}

/// <summary>Kept with the operation: a template, or subject and body.</summary>
internal sealed record MassMail(string? Template, string Subject, string Body, string Culture, bool IsMarketing = false)
{
    /// <summary>True where each reader's mail differs.</summary>
    [JsonIgnore]
    public bool HasValues => Subject.Contains("{{", StringComparison.Ordinal) || Body.Contains("{{", StringComparison.Ordinal);
}

/// <summary>What the dialog asks.</summary>
internal sealed record MailChoice(IReadOnlyList<string> Templates, string Template, string? Subject, string? Body)
{
    /// <summary>What the chosen template says; null where none is chosen.</summary>
    public EmailDraft? Draft { get; init; }

    /// <summary>False where nobody keeps consents.</summary>
    public bool AsksMarketing { get; init; }

    public bool Marketing { get; init; }

    /// <summary>Marketing also goes to who was never asked.</summary>
    public bool ReachesUnasked { get; init; }
}

/// <summary>The mail as the first reader gets it, the first who get none, and how many of them why: each is counted once.</summary>
internal sealed record MailPreview(EmailDraft? First, IReadOnlyList<string> LeftOut, bool IsMarketing)
{
    /// <summary>Without an address.</summary>
    public int Unreachable { get; init; }

    /// <summary>Of the others, who revoked the consent to marketing.</summary>
    public int Refusing { get; init; }

    /// <summary>Of the others, who never consented.</summary>
    public int Unasked { get; init; }
}
