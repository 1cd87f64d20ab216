using System.Linq.Expressions;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Email;

/// <summary>Mails in the reader's words.</summary>
internal sealed class MessageWords(IEnumerable<EmailTemplate> templates, IStringLocalizer texts)
{
    /// <summary>Kinds that no template stands for.</summary>
    private static readonly string[] Own = ["message", "test"];

    public IReadOnlyList<string> Kinds { get; } = [.. templates.Select(t => t.Name), .. Own];

    public string Kind(string kind) => Own.Contains(kind, StringComparer.Ordinal) ? texts["email.kind." + kind].Value : texts[kind] is { ResourceNotFound: false } title ? title.Value : kind;

    /// <summary>Where a mail stands.</summary>
    public string Status(EmailMessage message) => texts["email.status." + Id(message.Status)].Value;

    /// <summary>What the server said, or why it was not asked; null for nothing.</summary>
    public string? Error(EmailMessage message) => message.Status is EmailStatus.Filed or EmailStatus.Held ? texts[$"email.status.{Id(message.Status)}.detail"].Value : message.Error;

    public static string Id(EmailStatus status) => status switch
    {
        EmailStatus.Queued => "queued",
        EmailStatus.Sent => "sent",
        EmailStatus.Failed => "failed",
        EmailStatus.Filed => "filed",
        EmailStatus.Held => "held",
        _ => "bounced",
    };

    public static string Mark(EmailMessage message) => message.Status switch
    {
        EmailStatus.Queued => "info",
        EmailStatus.Sent => "ok",
        EmailStatus.Filed or EmailStatus.Held => "warn",
        _ => "bad",
    };
}

internal static class EmailMessages
{
    /// <summary>What lists show: bodies stay where they are.</summary>
    public static Expression<Func<EmailMessage, EmailMessage>> WithoutBody { get; } = m => new EmailMessage
    {
        Id = m.Id,
        Kind = m.Kind,
        ClientId = m.ClientId,
        ToAddress = m.ToAddress,
        ToName = m.ToName,
        Subject = m.Subject,
        IsSecret = m.IsSecret,
        Status = m.Status,
        Attempts = m.Attempts,
        NextAttemptUtc = m.NextAttemptUtc,
        Error = m.Error,
        CreatedUtc = m.CreatedUtc,
        SentUtc = m.SentUtc,
        BouncedUtc = m.BouncedUtc,
    };
}
