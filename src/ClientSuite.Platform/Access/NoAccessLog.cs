using ClientSuite.Privacy;

namespace ClientSuite.Access;

/// <summary>Stands in where the feature Privacy is not enabled.</summary>
internal sealed class NoAccessLog : IAccessLog
{
    public void Note(long clientId, AccessKind how, string detail = "")
    {
        // nobody keeps it
    }

    public void NoteList(long count, string filter, string detail)
    {
        // nobody keeps it
    }

    public Task ForgetListsAsync(Func<string, bool> names, CancellationToken cancel) => Task.CompletedTask;
}
