namespace ClientSuite.Recipes.Scripting;

/// <summary>A function's refusal; <see cref="ScriptRun"/> adds the expression and the place in it.</summary>
internal sealed class ScriptFailure(string message) : Exception(message);
