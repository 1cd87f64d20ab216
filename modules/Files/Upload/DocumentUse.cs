using ClientSuite.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Files;

/// <summary>Bytes of all versions of all documents, shared ones once.</summary>
internal sealed class DocumentUse(TenantDb db) : IFileUse
{
    public Task<long> SumAsync(CancellationToken cancel) =>
        db.DocumentVersions.Select(v => new { v.StorageKey, v.SizeBytes }).Distinct().SumAsync(v => v.SizeBytes, cancel);
}
