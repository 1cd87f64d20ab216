namespace ClientSuite.Forms;

/// <summary>Model of the theme's <c>_FormFooter</c>: what is wrong, Cancel, and the verb.</summary>
/// <param name="Submit">Text key of the primary button: verb and object ("clients.add").</param>
/// <param name="CancelHref">Where Cancel leads on a page; in a dialog it closes the dialog.</param>
public sealed record FormFooter(string Submit, string CancelHref)
{
    /// <summary>True draws the primary button in red: only for what cannot be undone.</summary>
    public bool Danger { get; init; }
}
