using System.ComponentModel.DataAnnotations;

namespace ClientSuite.Settings;

/// <summary>A stored section of settings.</summary>
internal sealed class Setting
{
    [MaxLength(100)]
    public string Name { get; set; } = "";

    public string Value { get; set; } = "{}";
}

/// <summary>The first answer to a request with an Idempotency-Key.</summary>
internal sealed class IdempotentRequest
{
    [MaxLength(200)]
    public string Key { get; set; } = "";

    [MaxLength(64)]
    public string BodyHash { get; set; } = "";

    public int Status { get; set; }

    public string? Location { get; set; }

    public string? Body { get; set; }

    public DateTime CreatedUtc { get; set; }
}
