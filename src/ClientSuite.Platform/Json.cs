using System.Text.Encodings.Web;
using System.Text.Json;

namespace ClientSuite;

/// <summary>How the platform stores JSON: readable accents, no indentation.</summary>
internal static class Json
{
    public static readonly JsonSerializerOptions Compact = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
