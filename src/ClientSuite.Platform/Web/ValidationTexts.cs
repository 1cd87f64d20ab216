using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace ClientSuite.Web;

/// <summary>Gives validation attributes without a message the product's text key, which the data-annotation localiser resolves.</summary>
internal sealed class ValidationTexts : IValidationMetadataProvider
{
    public void CreateValidationMetadata(ValidationMetadataProviderContext context)
    {
        foreach (var attribute in context.ValidationMetadata.ValidatorMetadata.OfType<ValidationAttribute>().Where(a => a.ErrorMessage is null && a.ErrorMessageResourceName is null))
        {
            attribute.ErrorMessage = attribute switch
            {
                RequiredAttribute => "validation.required",
                MaxLengthAttribute or StringLengthAttribute => "validation.tooLong",
                MinLengthAttribute => "validation.tooShort",
                RangeAttribute => "validation.range",
                EmailAddressAttribute => "validation.email",
                CompareAttribute => "validation.compare",
                _ => "validation.invalidUnknown",
            };
        }
    }
}
