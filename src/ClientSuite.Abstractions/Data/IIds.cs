namespace ClientSuite.Data;

/// <summary>Gives ids before insert, from blocks reserved per tenant. Singleton. Gaps are normal.</summary>
public interface IIds
{
    /// <summary>The next id of a sequence of the context's tenant.</summary>
    long Next(TenantDb db, IdSequence sequence);

    /// <summary>Reserves <paramref name="count"/> consecutive ids and answers the first.</summary>
    long Reserve(TenantDb db, IdSequence sequence, int count);
}

/// <summary>Sequences of ids.</summary>
public enum IdSequence
{
    /// <summary>Records that people see: short numbers, unique over all record types.</summary>
    Records,

    /// <summary>Everything else: history, events, sessions.</summary>
    Rows,
}
