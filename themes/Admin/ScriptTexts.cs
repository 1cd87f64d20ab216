using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Themes.Admin;

/// <summary>The texts that the script needs, in the reader's language, for <c>&lt;meta name="cs-texts"&gt;</c>.</summary>
internal static class ScriptTexts
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Keys =
    [
        "common.copied", "common.error.failed", "common.error.forbidden", "common.error.gone", "common.error.number", "common.error.offline", "common.error.session", "common.error.session.detail", "common.signIn",
        "common.no", "common.retry", "common.undo", "common.yes",
        "form.cep.filled", "form.cep.unknown", "form.error.cep", "form.error.choose", "form.error.cnpj", "form.error.cnpj.short", "form.error.cpf", "form.error.cpf.short",
        "form.error.email", "form.error.passwords", "form.error.phone", "form.error.required", "form.errors.one", "form.errors.other",
        "form.file.none", "form.leave", "form.leave.detail", "form.leave.no", "form.leave.yes", "form.optional", "form.password.hide", "form.password.show", "form.select.none",
        "list.selected.capped", "list.selected.except", "list.selected.one", "list.selected.other",
    ];

    public static string Json(IStringLocalizer texts) => JsonSerializer.Serialize(Keys.ToDictionary(k => k, k => texts[k].Value), Options);
}
