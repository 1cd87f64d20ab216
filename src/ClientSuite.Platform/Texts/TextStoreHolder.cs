using System.Reflection;
using ClientSuite.Modules;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Texts;

/// <summary>The texts of the catalog in force: rebuilt when a module is dropped in.</summary>
internal sealed class TextStoreHolder(ModuleCatalogHolder catalog) : IStringLocalizer, IStringLocalizerFactory
{
    private (int Generation, TextStore Store)? _current;

    public LocalizedString this[string name] => Store[name];

    public LocalizedString this[string name, params object[] arguments] => Store[name, arguments];

    private TextStore Store
    {
        get
        {
            var modules = catalog.Current;
            if (_current is { } current && current.Generation == modules.Generation)
            {
                return current.Store;
            }

            IEnumerable<Assembly> assemblies = [typeof(TextStore).Assembly, .. modules.Themes, .. modules.Modules.Select(m => m.Assembly)];
            var store = new TextStore(assemblies);
            _current = (modules.Generation, store);
            return store;
        }
    }

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => Store.GetAllStrings(includeParentCultures);

    public IStringLocalizer Create(Type resourceSource) => this;

    public IStringLocalizer Create(string baseName, string location) => this;
}
