namespace ClientSuite.Frames;

/// <summary>What a module adds to the page of any record: comments, for one. Scoped; asked once per page that has <c>&lt;record-parts&gt;</c>. The
/// page has checked that the reader may see the record.</summary>
public interface IRecordPart
{
    /// <summary>Place among the parts.</summary>
    int Order { get; }

    /// <summary>Permission without which it is left out; null for none.</summary>
    string? Permission { get; }

    /// <summary>The part, or null for none. A throw fails the page.</summary>
    /// <param name="recordType">Type as the history names it: <c>Files.Document</c>.</param>
    /// <param name="id">The short number.</param>
    /// <param name="cancel">Cancels.</param>
    Task<RecordPart?> GetAsync(string recordType, long id, CancellationToken cancel);
}

/// <summary>A part ready to draw.</summary>
/// <param name="View">Whole path of the partial, <c>/Areas/Notes/Pages/Comments/_Thread.cshtml</c>.</param>
/// <param name="Model">Its model.</param>
public sealed record RecordPart(string View, object Model);
