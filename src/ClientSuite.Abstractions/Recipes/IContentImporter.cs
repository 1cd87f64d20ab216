using System.Text.Json.Nodes;

namespace ClientSuite.Recipes;

/// <summary>Takes the content items of one type that the recipe step <c>content</c> brings and makes records of them. Scoped; registered by the
/// module whose records they are, one for a type. A recipe with an item of a type that no enabled feature takes is refused whole.</summary>
public interface IContentImporter
{
    /// <summary>The <c>ContentType</c> of its items, compared without case.</summary>
    string ContentType { get; }

    /// <summary>What is wrong with an item; empty where nothing is. Called once for each item before anything changes: reads only. The platform
    /// has checked that <c>ContentItemId</c>, where there is one, can be one.</summary>
    Task<IReadOnlyList<ContentFault>> ValidateAsync(JsonObject item, CancellationToken cancel);

    /// <summary>Changes the record with the item's <c>ContentItemId</c>, or makes it with that id; an item without one is a new record each time. Members
    /// that it does not know are left alone. Called for each item in the recipe's order, in the recipe's transaction, which a throw rolls back.</summary>
    /// <exception cref="RuleBrokenException">Something forbids the item that only the items before it brought about.</exception>
    Task ImportAsync(JsonObject item, CancellationToken cancel);
}

/// <summary>What is wrong with a content item.</summary>
/// <param name="Field">Name of the member, as the API writes it.</param>
/// <param name="Key">Text key.</param>
/// <param name="Args">Arguments of the text.</param>
public sealed record ContentFault(string Field, string Key, params object[] Args);
