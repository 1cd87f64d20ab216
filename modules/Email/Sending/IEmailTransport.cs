using System.Net.Mail;

namespace ClientSuite.Email;

/// <summary>What became of one try.</summary>
internal enum SendResult
{
    /// <summary>The server took it.</summary>
    Sent,

    /// <summary>There is no server: it is in a file, and reached nobody.</summary>
    Filed,

    /// <summary>The server refused it for good (5xx).</summary>
    Refused,

    /// <summary>The server asks for patience with this mail (4xx).</summary>
    Later,

    /// <summary>No server was reached, or it does not let us in: the others need not be tried now.</summary>
    Unreachable,
}

/// <summary>What became of one try, in the server's words.</summary>
internal readonly record struct SendOutcome(SendResult Result, string? Error)
{
    public static SendOutcome Sent { get; } = new(SendResult.Sent, null);

    public static SendOutcome Filed { get; } = new(SendResult.Filed, null);

    /// <summary>True where nothing is left to try.</summary>
    public bool IsDone => Result is SendResult.Sent or SendResult.Filed;
}

/// <summary>Takes mails out of the house. One connection is used by one sender at a time.</summary>
internal interface IEmailTransport
{
    /// <summary>Connections to use at a time, at least 1.</summary>
    int Connections { get; }

    /// <summary>Most mails a minute.</summary>
    int MaxPerMinute { get; }

    /// <summary>Longest time that a try takes.</summary>
    TimeSpan Timeout { get; }

    /// <summary>A connection, made with its first mail.</summary>
    IEmailConnection Open();
}

internal interface IEmailConnection : IDisposable
{
    /// <summary>Never throws for what the world does; a try ends within the transport's time limit.</summary>
    Task<SendOutcome> SendAsync(MailMessage mail);
}
