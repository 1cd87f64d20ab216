using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using ClientSuite.Access;
using ClientSuite.Addresses;
using ClientSuite.Data;
using ClientSuite.Files;
using ClientSuite.Frames;
using ClientSuite.History;
using ClientSuite.Hosting;
using ClientSuite.Jobs;
using ClientSuite.Modules;
using ClientSuite.Operations;
using ClientSuite.Outbox;
using ClientSuite.Recipes;
using ClientSuite.Search;
using ClientSuite.Settings;
using ClientSuite.Texts;
using ClientSuite.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging;

namespace ClientSuite.Tenancy;

/// <summary>The services of every shell.</summary>
internal static class ShellServices
{
    /// <summary>Instances that all shells share with the host; a shell does not dispose of them.</summary>
    public static void AddHost(IServiceCollection services, IServiceProvider host)
    {
        void Share<T>() where T : class => services.AddSingleton(host.GetRequiredService<T>());

        Share<ILoggerFactory>();
        Share<IConfiguration>();
        Share<IWebHostEnvironment>();
        Share<IHostApplicationLifetime>();
        Share<DiagnosticListener>();
        Share<TimeProvider>();
        Share<IHttpContextAccessor>();
        Share<ModuleCatalogHolder>();
        Share<IModuleInstaller>();
        Share<TenantStore>();
        Share<ITenants>();
        Share<TenantUses>();
        Share<ITenantUse>();
        Share<ShellManager>();
        Share<TenantDbFactory>();
        Share<Migrator>();
        Share<IIds>();
        Share<SqliteWriteGates>();
        Share<WorkSignals>();
        Share<ITenantCache>();
        Share<HostDatabase>();
        Share<HostPaths>();
        Share<InstallationOptions>();
        Share<StorageOptions>();
        Share<S3Store>();
        Share<IAddressLookup>();
        Share<RateLimits>();
        Share<TaskSchedule>();
        Share<FeatureSwitch>();
        Share<RecipeLibrary>();
        Share<RecipeRunner>();
        services.AddSingleton<IShellHost>(host.GetRequiredService<ShellManager>());
        services.AddSingleton<DiagnosticSource>(host.GetRequiredService<DiagnosticListener>());
        services.AddSingleton<IHostEnvironment>(host.GetRequiredService<IWebHostEnvironment>());
        services.AddSingleton<IDataProtectionProvider>(new TenantDataProtectionProvider(host.GetRequiredService<IDataProtectionProvider>()));
        services.AddSingleton<IStringLocalizer>(host.GetRequiredService<TextStoreHolder>());
        services.AddSingleton<IStringLocalizerFactory>(host.GetRequiredService<TextStoreHolder>());
        services.AddLogging();
        services.AddOptions();
    }

    public static void AddWeb(IServiceCollection services, IServiceProvider host)
    {
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddRouting();
        services.AddRazorPages()
            .AddMvcOptions(mvc =>
            {
                mvc.Filters.Add(new FrameFilter());
                mvc.Filters.Add(new RuleBrokenFilter());
                mvc.Filters.Add(new BodySizeFilter());
                mvc.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
                mvc.ModelMetadataDetailsProviders.Add(new ValidationTexts());
                var texts = host.GetRequiredService<TextStoreHolder>();
                mvc.ModelBindingMessageProvider.SetAttemptedValueIsInvalidAccessor((value, _) => texts["validation.invalid", value].Value);
                mvc.ModelBindingMessageProvider.SetUnknownValueIsInvalidAccessor(_ => texts["validation.invalidUnknown"].Value);
                mvc.ModelBindingMessageProvider.SetValueIsInvalidAccessor(value => texts["validation.invalid", value].Value);
                mvc.ModelBindingMessageProvider.SetValueMustBeANumberAccessor(_ => texts["validation.number"].Value);
                mvc.ModelBindingMessageProvider.SetNonPropertyAttemptedValueIsInvalidAccessor(value => texts["validation.invalid", value].Value);
                mvc.ModelBindingMessageProvider.SetValueMustNotBeNullAccessor(_ => texts["validation.required"].Value);
                mvc.ModelBindingMessageProvider.SetMissingBindRequiredValueAccessor(_ => texts["validation.required"].Value);
                mvc.ModelBinderProviders.Insert(0, new CleanTextBinderProvider());
            })
            .AddDataAnnotationsLocalization(o => o.DataAnnotationLocalizerProvider = (_, factory) => (IStringLocalizer)factory)
            .AddCookieTempDataProvider(o => o.Cookie = new TenantCookieBuilder("cs-note") { HttpOnly = true, SameSite = SameSiteMode.Lax, SecurePolicy = CookieSecurePolicy.SameAsRequest });
        services.Configure<RazorViewEngineOptions>(o => o.ViewLocationExpanders.Add(new ThemeViews()));
        services.AddAntiforgery(o =>
        {
            o.Cookie = new TenantCookieBuilder("cs-form") { HttpOnly = true, SameSite = SameSiteMode.Strict, SecurePolicy = CookieSecurePolicy.SameAsRequest };
            o.SuppressXFrameOptionsHeader = true;
        });
        services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.Converters.Add(new JsonStringEnumConverter(System.Text.Json.JsonNamingPolicy.CamelCase));
            o.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        });
        services.AddAuthentication(o =>
            {
                o.DefaultScheme = "Request";
                o.DefaultSignInScheme = IdentityConstants.ApplicationScheme;
            })
            .AddPolicyScheme("Request", null, o => o.ForwardDefaultSelector = context =>
                context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) || context.Request.Path.StartsWithSegments("/openapi", StringComparison.OrdinalIgnoreCase)
                    && context.Request.Headers.ContainsKey("Authorization")
                    ? BearerHandler.SchemeName
                    : context.Request.Path.StartsWithSegments(PortalAccess.Path, StringComparison.OrdinalIgnoreCase) ? PortalAccess.Scheme
                    : IdentityConstants.ApplicationScheme)
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(BearerHandler.SchemeName, null)
            .AddCookie(IdentityConstants.ApplicationScheme, o =>
            {
                o.Cookie.Name = "cs-auth";
                o.Cookie.HttpOnly = true;
                o.Cookie.SameSite = SameSiteMode.Lax;
                o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                o.CookieManager = new TenantCookieManager();
                o.ExpireTimeSpan = Sessions.Length;
                o.SlidingExpiration = true;
                o.LoginPath = "/sign-in";
                o.AccessDeniedPath = "/error/403";
                o.ReturnUrlParameter = "to";
                o.Events.OnValidatePrincipal = CookieChecks.ValidateAsync;
                o.Events.OnRedirectToLogin = HtmxRedirects.ToSignIn;
                o.Events.OnRedirectToAccessDenied = HtmxRedirects.ToForbidden;
            })
            .AddCookie(PortalAccess.Scheme, o =>
            {
                o.Cookie.Name = "cs-portal";
                o.Cookie.HttpOnly = true;
                o.Cookie.SameSite = SameSiteMode.Lax;
                o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                o.CookieManager = new TenantCookieManager();
                o.ExpireTimeSpan = Sessions.Length;
                o.SlidingExpiration = true;
                o.LoginPath = PortalAccess.Path + "/sign-in";
                o.AccessDeniedPath = PortalAccess.Path + "/closed";
                o.ReturnUrlParameter = "to";
                o.Events.OnValidatePrincipal = CookieChecks.ValidatePortalAsync;
                o.Events.OnRedirectToLogin = HtmxRedirects.ToSignIn;
                o.Events.OnRedirectToAccessDenied = HtmxRedirects.ToClosed;
            })
            .AddCookie(IdentityConstants.TwoFactorUserIdScheme, o =>
            {
                o.Cookie.Name = "cs-2f";
                o.CookieManager = new TenantCookieManager();
                o.ExpireTimeSpan = TimeSpan.FromMinutes(5);
            });
        services.AddAuthorization();
        services.Replace(ServiceDescriptor.Singleton<IAuthorizationPolicyProvider, PermissionPolicies>());
        services.AddSingleton<IAuthorizationHandler, PermissionHandler>();
        services.AddOptions<PasswordHasherOptions>().Configure<InstallationOptions>((o, installation) => o.IterationCount = installation.PasswordIterations);
        services.AddSingleton<NobodysPassword>();
        services.AddIdentityCore<User>(o =>
            {
                // Seed 002: 8 characters, upper, lower, digit (002-30 to 002-33).
                o.Password.RequiredLength = 8;
                o.Password.RequireUppercase = true;
                o.Password.RequireLowercase = true;
                o.Password.RequireDigit = true;
                o.Password.RequireNonAlphanumeric = false;
                o.Lockout.MaxFailedAccessAttempts = 5;
                o.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
                o.User.RequireUniqueEmail = true;
                o.User.AllowedUserNameCharacters = "";
                o.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
            })
            .AddRoles<Role>()
            .AddUserStore<UserRows>()
            .AddRoleStore<RoleStore<Role, TenantDb, long>>()
            .AddErrorDescriber<IdentityTexts>()
            .AddSignInManager()
            .AddDefaultTokenProviders()
            .AddTokenProvider<AuthenticatorCodes>(TokenOptions.DefaultAuthenticatorProvider);
        services.AddOpenApi("v1", o => OpenApiDocument.Configure(o));
        services.AddProblemDetails();
    }

    public static void AddPlatform(IServiceCollection services)
    {
        services.AddScoped<TenantContext>();
        services.AddScoped<TenantZone>();
        services.AddScoped<TenantClock>();
        services.AddScoped<Frame>();
        services.AddScoped(s => s.GetRequiredService<TenantDbFactory>().Rent(s.GetRequiredService<TenantContext>().Settings, s));
        services.AddScoped(typeof(ISettings<>), typeof(TenantSettings<>));
        services.AddScoped<CurrentUser>();
        services.AddScoped<ICurrentUser>(s => s.GetRequiredService<CurrentUser>());
        services.AddSingleton<PermissionCatalog>();
        services.AddSingleton<IPermissionCatalog>(s => s.GetRequiredService<PermissionCatalog>());
        services.AddSingleton<IPermissionProvider, PlatformPermissionProvider>();
        services.AddScoped<UserAccess>();
        services.AddScoped<Sessions>();
        services.AddScoped<ApiTokens>();
        services.AddScoped<IApiTokens>(s => s.GetRequiredService<ApiTokens>());
        services.AddScoped<ISignIn, SignIn>();
        services.AddScoped(s => ActivatorUtilities.CreateInstance<PortalUsers>(s, ActivatorUtilities.CreateInstance<PortalUserRows>(s)));
        services.AddScoped<IPortalSignIn, PortalSignIn>();
        services.AddScoped<PortalAccount>();
        services.AddScoped<IUserCache, UserCache>();
        services.AddScoped<IHistory, HistoryWriter>();
        services.AddScoped<IHistoryProof, HistoryProof>();
        services.AddScoped<IHistoryErasure, HistoryErasure>();
        services.AddScoped<Privacy.IPrivacyParticipant, HistoryPrivacy>();
        services.AddSingleton(new RecordPage("Users.User", "audittrail.record.user", "/admin/users/{0}", PlatformPermissions.ManageUsers, "audittrail.user."));
        services.AddSingleton(new RecordPage("Users.Role", "audittrail.record.role", "/admin/roles/{0}", PlatformPermissions.ManageRoles, "audittrail.user."));
        services.AddScoped<IUserPreferences, UserPreferences>();
        services.AddScoped<FrameBuilder>();
        services.AddSingleton<MenuBuilder>();
        services.AddScoped<IFeatures, TenantFeatures>();
        services.AddScoped<IRecipes, RecipeExecutor>();
        services.AddScoped<IRecipeStepHandler, SettingsStep>();
        services.AddScoped<IRecipeStepHandler, RolesStep>();
        services.AddScoped<IRecipeStepHandler, ThemesStep>();
        services.AddScoped<IRecipeStepHandler, ThemeStep>();
        services.AddScoped<IRecipeStepHandler, ContentDefinitionStep>();
        services.AddScoped<IRecipeStepHandler, ReplaceContentDefinitionStep>();
        services.AddScoped<IRecipeStepHandler, DeleteContentDefinitionStep>();
        services.AddScoped<IRecipeStepHandler, ContentStep>();
        services.AddScoped<IOperations, OperationQueue>();
        services.AddSingleton<ISearchIndex, SearchIndex>();
        services.AddScoped<OutboxRunner>();
        services.AddScoped<IOutbox, OutboxDesk>();
        services.AddScoped<ITaskSchedule, TenantTasks>();
        services.AddScoped<Notifications.INotifier, Notifications.NoNotifier>();
        services.AddScoped<Privacy.IAccessLog, NoAccessLog>();
        services.AddScoped<IBackgroundTask, SealHistory>();
        services.AddScoped<IBackgroundTask, CleanUp>();
        services.AddScoped<IBulkWriter, BulkWriter>();
        services.AddSingleton<IUniqueRules, UniqueRules>();
        services.AddSingleton<IRecordReferences, RecordReferences>();
        services.AddScoped<IRecordLookup, RecordLookup>();
        services.AddScoped<IAddedFields, AddedFields>();
        services.AddSingleton<Spreadsheets.ITableReaders, Spreadsheets.TableReaders>();
        services.AddScoped<IIdempotency, IdempotencyStore>();
        services.AddScoped<ITenantFiles, TenantFiles>();
        services.AddScoped<DiskFileStorage>();
        services.AddScoped<S3FileStorage>();
        services.AddScoped<IFileStorage>(s => s.GetRequiredService<S3Store>().IsUsed ? s.GetRequiredService<S3FileStorage>() : s.GetRequiredService<DiskFileStorage>());
        services.AddScoped<IFileIntake, FileIntake>();
        services.AddScoped<IFileScanner, ClamAvScanner>();
        services.AddScoped<IFileCleaning, FileCleaning>();
        services.AddScoped<IFileRoom, FileRoom>();
        services.AddScoped<TemporaryLinks>();
    }
}
