using ClientSuite.Values;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Web;

/// <summary>Binds text of forms and queries: U+0000 removed, lone surrogates refused, ends trimmed (passwords are left as they
/// are), empty is null.</summary>
internal sealed class CleanTextBinderProvider : IModelBinderProvider, IModelBinder
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
        context.Metadata.ModelType == typeof(string) && !context.Metadata.IsEnumerableType && context.BindingInfo.BindingSource?.Id is not ("Body" or "Services" or "Header") ? this : null;

    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var value = bindingContext.ValueProvider.GetValue(bindingContext.ModelName);
        if (value == ValueProviderResult.None)
        {
            return Task.CompletedTask;
        }

        bindingContext.ModelState.SetModelValue(bindingContext.ModelName, value);
        var text = value.FirstValue;
        var isPassword = bindingContext.ModelMetadata.DataTypeName == "Password";
        if (text is null || isPassword)
        {
            bindingContext.Result = ModelBindingResult.Success(text);
        }
        else if (TextCleaning.TryClean(text, out var clean))
        {
            bindingContext.Result = ModelBindingResult.Success(clean.Length == 0 ? null : clean);
        }
        else
        {
            var texts = bindingContext.HttpContext.RequestServices.GetRequiredService<IStringLocalizer>();
            bindingContext.ModelState.AddModelError(bindingContext.ModelName, texts["validation.text"].Value);
        }

        return Task.CompletedTask;
    }
}
