namespace ClientSuite.Email;

/// <summary>A mail of a module whose words the tenant may change. Its own words are the texts <c>{name}.subject</c> and <c>{name}.body</c>:
/// Handlebars (<c>{{name}}</c>) in Markdown. Registered as a singleton.</summary>
/// <param name="Name">Stable name, also prefix of its texts: <c>users.mail.reset</c>. Text <c>{name}</c> is its title.</param>
/// <param name="Values">The values that it may name, each with an example for the preview.</param>
public sealed record EmailTemplate(string Name, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>Values that open something (a code, a link): they stand in no subject, which lists show to whoever may see mails.</summary>
    public IReadOnlyCollection<string> Secrets { get; init; } = [];
}

/// <summary>Writes mails from templates, in the tenant's layout. Scoped.</summary>
public interface IEmailComposer
{
    /// <summary>The mail, in the words of the tenant where it changed them, else in the module's.</summary>
    /// <param name="template">Name of a registered <see cref="EmailTemplate"/>.</param>
    /// <param name="culture">The reader's language: <c>pt-BR</c>, <c>en</c> or <c>es</c>; others take the tenant's own.</param>
    /// <param name="to">One address.</param>
    /// <param name="values">Values by name, plain text: they are escaped where they are put.</param>
    /// <param name="cancel">Cancels.</param>
    /// <exception cref="InvalidOperationException">There is no such template.</exception>
    Task<EmailDraft> ComposeAsync(string template, string culture, string to, IReadOnlyDictionary<string, string> values, CancellationToken cancel);

    /// <summary>A mail that somebody wrote by hand.</summary>
    /// <param name="subject">Subject, plain text.</param>
    /// <param name="markdown">Body in Markdown.</param>
    /// <param name="culture">The reader's language.</param>
    /// <param name="to">One address.</param>
    /// <param name="values">Values by name, plain text, put in for <c>{{name}}</c>; other braces are nothing special.</param>
    /// <param name="cancel">Cancels.</param>
    Task<EmailDraft> WriteAsync(string subject, string markdown, string culture, string to, IReadOnlyDictionary<string, string> values, CancellationToken cancel);
}
