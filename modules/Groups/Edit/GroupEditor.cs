using ClientSuite.Clients.Contracts;
using ClientSuite.Forms;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace ClientSuite.Groups.Edit;

/// <summary>What the form of a group draws. Its members are named as the page's, so that both bind alike.</summary>
internal sealed record GroupEditor(GroupForm Form, string Action, FormFooter Footer, IReadOnlyList<string> Classifications)
{
    /// <summary>The rule in words; empty for a static group.</summary>
    public IReadOnlyList<ClientCondition> Conditions { get; init; } = [];

    /// <summary>Groups whose rule a filter may become instead of making a new group; empty where there is nothing to replace.</summary>
    public IReadOnlyList<SelectListItem> Others { get; init; } = [];

    public long? Replaces { get; init; }
}
