using Microsoft.AspNetCore.Http;

namespace ClientSuite.Users;

/// <summary>A field of a form that two people may leave differently.</summary>
/// <param name="Name">Name in the form.</param>
/// <param name="Label">Text key of its label.</param>
/// <param name="Shown">What the first form has of it, as people read it beside the second.</param>
/// <param name="Take">The first form with the second one's value.</param>
internal sealed record ConflictField<TForm>(string Name, string Label, Func<TForm, TForm, string> Shown, Func<TForm, TForm, TForm> Take);

/// <summary>A field that two people left differently.</summary>
internal sealed record FieldConflict(string Name, string Label, string Mine, string Theirs);

/// <summary>Model of <c>_Conflicts</c>.</summary>
/// <param name="Title">Text key that says what happened.</param>
/// <param name="Fields">What differs; empty draws nothing.</param>
internal sealed record FormConflicts(string Title, IReadOnlyList<FieldConflict> Fields)
{
    public static FormConflicts Between<TForm>(string title, IReadOnlyList<ConflictField<TForm>> fields, TForm mine, TForm theirs) =>
        new(title, [.. fields.Select(f => new FieldConflict(f.Name, f.Label, f.Shown(mine, theirs), f.Shown(theirs, mine))).Where(f => f.Mine != f.Theirs)]);

    /// <summary>Mine, with the fields of theirs that the person chose.</summary>
    public static TForm Settle<TForm>(IReadOnlyList<ConflictField<TForm>> fields, TForm mine, TForm theirs, IFormCollection posted) =>
        fields.Where(f => posted["Choice." + f.Name] == "theirs").Aggregate(mine, (form, field) => field.Take(form, theirs));
}
