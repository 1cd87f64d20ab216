using System.ComponentModel.DataAnnotations;
using ClientSuite.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Notifications;

/// <summary>A line in somebody's bell. Kept for 90 days.</summary>
internal sealed class Notification
{
    public long Id { get; set; }

    public long UserId { get; set; }

    /// <summary><c>ok</c>, <c>info</c>, <c>warn</c> or <c>bad</c>.</summary>
    [MaxLength(10)]
    public string Kind { get; set; } = "info";

    /// <summary>Text key of the sentence: said in the reader's language when it is read.</summary>
    [MaxLength(100)]
    public string Text { get; set; } = "";

    /// <summary>Arguments of the sentence, a JSON array of texts.</summary>
    public string Args { get; set; } = "[]";

    [MaxLength(500)]
    public string? Path { get; set; }

    /// <summary>The client that it tells of, and with which it goes; null for none.</summary>
    public long? ClientId { get; set; }

    /// <summary>False for what only goes by mail.</summary>
    public bool IsInBell { get; set; } = true;

    /// <summary>True until the daily digest that is to say it has left.</summary>
    public bool AwaitsDigest { get; set; }

    public DateTime CreatedUtc { get; set; }

    public DateTime? ReadUtc { get; set; }

    /// <summary>Marks it read; what was read before stays so.</summary>
    public void MarkRead(DateTime now) => ReadUtc ??= now;
}

internal static class NotificationsData
{
    extension(TenantDb db)
    {
        public DbSet<Notification> Notifications => db.Set<Notification>();
    }

    public static void Configure(ModelBuilder model)
    {
        var notification = model.Row<Notification>("Notifications_Notification").RefersTo(x => x.ClientId, "Clients.Client", OnMerge.Move, OnErase.Delete);
        notification.Property(x => x.Args).IsJson(model);
    }
}
