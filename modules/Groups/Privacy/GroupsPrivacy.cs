using ClientSuite.Data;
using ClientSuite.Privacy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Groups;

/// <summary>In which groups a client was put. That stays: it says nothing about who it is, and groups keep their counts.</summary>
internal sealed class GroupsPrivacy(TenantDb db) : IPrivacyParticipant
{
    public string Section => "groups";

    public IReadOnlyList<string> Tables => ["Groups_Member"];

    public Task ExportAsync(DataSubject subject, IPersonalData data, CancellationToken cancel)
    {
        var ids = subject.ClientIds;
        var memberships = from member in db.GroupMembers.AsNoTracking()
                          join grouped in db.Groups on member.GroupId equals grouped.Id
                          where EF.Parameter(ids).Contains(member.ClientId)
                          orderby member.Id
                          select new PersonalGroup(grouped.DisplayText, member.AddedUtc);
        return data.WriteAsync("groups", memberships.AsAsyncEnumerable(), cancel);
    }

    public Task AnonymizeAsync(DataSubject subject, CancellationToken cancel) => Task.CompletedTask;
}

internal sealed record PersonalGroup(string Name, DateTime AddedUtc);
