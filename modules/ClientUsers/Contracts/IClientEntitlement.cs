namespace ClientSuite.ClientUsers.Contracts;

/// <summary>What a client has paid for, as far as access goes.</summary>
public enum ClientPlan
{
    /// <summary>A plan is active, or unpaid and within its grace.</summary>
    Active,

    /// <summary>Unpaid past the grace: only the first user enters, and only to pay.</summary>
    Suspended,

    /// <summary>No plan: only the first user enters, and only to contract one.</summary>
    None,
}

/// <summary>Says what plan a client has: given by the module of plans, one per tenant, which replaces the setting that answers for every
/// client until then. Scoped; asked once on each request in the portal. Computed from dates, never from a job's work.</summary>
public interface IClientEntitlement
{
    /// <summary>The client's plan at this moment.</summary>
    Task<ClientPlan> OfAsync(long clientId, CancellationToken cancel);
}
