namespace ClientSuite.Clients;

/// <summary>What <c>_Photo</c> draws: the field that picks, frames and cuts a photo.</summary>
/// <param name="Field">Name of the form's file.</param>
/// <param name="Name">Whose; empty for a client that is being added.</param>
/// <param name="IsCompany">True squares the frame.</param>
/// <param name="Href">Photo shown now, or null.</param>
internal sealed record PhotoView(string Field, string Name, bool IsCompany, string? Href)
{
    public int MaxBytes => ClientPhotos.MaxBytes;
}
