namespace ClientSuite.Web;

/// <summary>A page or endpoint that takes files: its requests may be as large as the installation's <c>MaxUploadBytes</c>, those of all others
/// 4 MiB at most. What is larger is 413 before anything reads it.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TakesFilesAttribute : Attribute;
