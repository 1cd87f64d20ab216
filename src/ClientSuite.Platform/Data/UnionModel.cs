using System.Linq.Expressions;
using ClientSuite.Access;
using ClientSuite.Files;
using ClientSuite.History;
using ClientSuite.Modules;
using ClientSuite.Operations;
using ClientSuite.Outbox;
using ClientSuite.Search;
using ClientSuite.Settings;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ClientSuite.Data;

/// <summary>Builds the one model of all installed modules for a provider. Never a model per tenant or feature set: EF's caches
/// would thrash at a hundred of them.</summary>
internal static class UnionModel
{
    public static IModel Build(ModuleCatalog catalog, bool sqlite)
    {
        var options = new DbContextOptionsBuilder().EnableServiceProviderCaching(false);
        _ = sqlite ? options.UseSqlite("Data Source=:memory:") : options.UseNpgsql("Host=127.0.0.1");
        using var source = new Source(options.Options, catalog, sqlite);
        return source.Model;
    }

    private sealed class Source(DbContextOptions options, ModuleCatalog catalog, bool sqlite) : DbContext(options)
    {
        protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
        {
            configurationBuilder.Properties<DateTime>().HaveConversion<UtcMicroseconds>();
            configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
        }

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Model.AddAnnotation("ClientSuite:Sqlite", sqlite);
            PlatformModel.Configure(modelBuilder);
            modelBuilder.HasDbFunction(typeof(FieldValues).GetMethod(nameof(FieldValues.Text))!).HasTranslation(FieldText); // it is there
            foreach (var startup in catalog.Modules.SelectMany(m => m.Startups))
            {
                startup.Create().ConfigureModel(modelBuilder);
            }
        }
    }

    private static SqlExpression FieldText(IReadOnlyList<SqlExpression> arguments)
    {
        var isJsonb = arguments[0].TypeMapping?.StoreType == "jsonb";
        var value = new SqlFunctionExpression(isJsonb ? "jsonb_extract_path_text" : "json_extract", arguments, nullable: true, argumentsPropagateNullability: [true, true], typeof(string), arguments[1].TypeMapping);
        // A number in JSON is a number in SQLite, which no text equals.
        return isJsonb ? value : new SqlUnaryExpression(ExpressionType.Convert, value, typeof(string), arguments[1].TypeMapping);
    }

    /// <summary>Instants are UTC and cut to microseconds, the precision of PostgreSQL, so that both databases give back what was stored.</summary>
    internal sealed class UtcMicroseconds() : ValueConverter<DateTime, DateTime>(
        v => new DateTime(v.Ticks - (v.Ticks % 10), DateTimeKind.Utc), v => DateTime.SpecifyKind(v, DateTimeKind.Utc));
}

internal static class PlatformModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<User>(user =>
        {
            user.ToTable("Users_User").HasKey(x => x.Id);
            user.HasQueryFilter(User.StaffFilter, x => x.Kind == UserKind.Staff);
            user.Property(x => x.Id).HasValueGenerator<RecordIdGenerator>();
            user.Property(x => x.ConcurrencyStamp).IsConcurrencyToken();
            // Moved forward by one statement alone: a save of the whole user must not write an old value back.
            user.Property<long>(AuthenticatorCodes.Step).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
            user.Property(x => x.Preferences).IsJson(model);
        });
        model.Entity<Role>(role =>
        {
            role.ToTable("Users_Role").HasKey(x => x.Id);
            role.Property(x => x.Id).HasValueGenerator<RecordIdGenerator>();
            role.Property(x => x.ConcurrencyStamp).IsConcurrencyToken();
            role.Property(x => x.Permissions).IsJson(model);
        });
        model.Entity<IdentityUserRole<long>>().ToTable("Users_UserRole").HasKey(x => new { x.UserId, x.RoleId });
        model.Entity<IdentityUserClaim<long>>().ToTable("Users_UserClaim").HasKey(x => x.Id);
        model.Entity<IdentityRoleClaim<long>>().ToTable("Users_RoleClaim").HasKey(x => x.Id);
        model.Entity<IdentityUserLogin<long>>().ToTable("Users_UserLogin").HasKey(x => new { x.LoginProvider, x.ProviderKey });
        model.Entity<IdentityUserToken<long>>().ToTable("Users_UserToken").HasKey(x => new { x.UserId, x.LoginProvider, x.Name });
        model.Entity<IdentityUserPasskey<long>>(passkey =>
        {
            passkey.ToTable("Users_Passkey").HasKey(x => x.CredentialId);
            passkey.OwnsOne(x => x.Data).ToJson();
        });
        model.Entity<UserSession>().ToTable("Users_Session").HasKey(x => x.Id);
        model.Row<ApiToken>("Users_ApiToken").Property(x => x.Permissions).IsJson(model);
        model.Row<HistoryEntry>("History_Entry");
        model.Row<HistoryLine>("History_Line").Ignore(x => x.IsErased);
        model.Row<OutboxEvent>("Outbox_Event").Property(x => x.Payload).IsJson(model);
        model.Entity<OutboxProcessed>().ToTable("Outbox_Processed").HasKey(x => new { x.EventId, x.Handler });
        model.Row<Operation>("Operations_Operation").Property(x => x.Arguments).IsJson(model);
        model.Entity<Operation>(operation =>
        {
            operation.Property(x => x.Progress).IsJson(model);
            operation.Property<int>(OperationClaim.Number).IsConcurrencyToken().Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
            operation.Property<DateTime?>(OperationClaim.Until).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
        });
        model.Entity<SearchEntry>(entry =>
        {
            entry.ToTable("Search_Entry").HasKey(x => x.RecordId);
            entry.Property(x => x.RecordId).ValueGeneratedNever();
        });
        model.Entity<Setting>(setting =>
        {
            setting.ToTable("cs_setting").HasKey(x => x.Name);
            setting.Property(x => x.Value).IsJson(model);
        });
        model.Entity<IdempotentRequest>().ToTable("cs_idempotency").HasKey(x => x.Key);
        model.Entity<FileCounter>().ToTable("cs_room").HasKey(x => x.Name);
    }
}
