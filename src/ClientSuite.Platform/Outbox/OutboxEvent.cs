using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using ClientSuite.Data;

namespace ClientSuite.Outbox;

/// <summary>An event that waits for its handlers.</summary>
internal sealed class OutboxEvent
{
    public long Id { get; set; }

    [MaxLength(200)]
    public string Type { get; set; } = "";

    public string Payload { get; set; } = "{}";

    /// <summary>Events with the same key run in order.</summary>
    [MaxLength(100)]
    public string? RecordKey { get; set; }

    public DateTime CreatedUtc { get; set; }

    public int Attempts { get; set; }

    public DateTime NextAttemptUtc { get; set; }

    /// <summary>Set when the tries are used up: an admin sees and retries it.</summary>
    public DateTime? ParkedUtc { get; set; }

    public string? Error { get; set; }

    [MaxLength(64)]
    public string? CorrelationId { get; set; }

    public static OutboxEvent Of(RaisedEvent raised, string? correlationId, DateTime now) => new()
    {
        Type = raised.Event.GetType().FullName!, // an event is a named class
        Payload = JsonSerializer.Serialize(raised.Event, raised.Event.GetType(), Json.Compact),
        RecordKey = raised.RecordKey,
        CreatedUtc = now,
        NextAttemptUtc = now,
        CorrelationId = correlationId,
    };
}

/// <summary>Says that a handler has taken an event: written in the transaction of the handler's changes.</summary>
internal sealed class OutboxProcessed
{
    public long EventId { get; set; }

    [MaxLength(200)]
    public string Handler { get; set; } = "";
}
