CREATE TABLE "approval_decisions" (
	"id" text PRIMARY KEY NOT NULL,
	"request_id" text NOT NULL,
	"step" integer NOT NULL,
	"person_id" text NOT NULL,
	"account_id" text NOT NULL,
	"role" text NOT NULL,
	"office_id" text NOT NULL,
	"digest" text NOT NULL,
	"displayed" "bytea" NOT NULL,
	"decision" text NOT NULL,
	"comment_sealed" "bytea",
	"decided_at" timestamp (3) with time zone NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "approval_decisions_person" UNIQUE("request_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "approval_queue" (
	"request_id" text NOT NULL,
	"step" integer NOT NULL,
	"role" text NOT NULL,
	"office_id" text NOT NULL,
	"people" integer NOT NULL,
	CONSTRAINT "approval_queue_request_id_step_pk" PRIMARY KEY("request_id","step")
);
--> statement-breakpoint
CREATE TABLE "approval_requests" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"title" text,
	"version" integer NOT NULL,
	"digest" text NOT NULL,
	"office_id" text NOT NULL,
	"steps" text NOT NULL,
	"prepared_by" text NOT NULL,
	"prepared_person_id" text,
	"prepared_at" timestamp (3) with time zone NOT NULL,
	"previous_id" text,
	"snapshot_hash" "bytea" NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "approval_requests_version" UNIQUE("kind","subject_id","version")
);
--> statement-breakpoint
CREATE TABLE "approval_snapshots" (
	"request_id" text PRIMARY KEY NOT NULL,
	"wrapped_key" "bytea" NOT NULL,
	"snapshot_sealed" "bytea" NOT NULL,
	"excluded" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "applied_plans" (
	"id" text PRIMARY KEY NOT NULL,
	"applied_on" date NOT NULL,
	"applied_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "certificate_files" (
	"id" text PRIMARY KEY NOT NULL,
	"certificate_id" text NOT NULL,
	"version" smallint NOT NULL,
	"kid" text NOT NULL,
	"signature" "bytea" NOT NULL,
	"digest" "bytea" NOT NULL,
	"signed_at" text NOT NULL,
	"proof_size" bigint NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "certificate_files_version" UNIQUE("certificate_id","version")
);
--> statement-breakpoint
CREATE TABLE "certificate_photos" (
	"id" text PRIMARY KEY NOT NULL,
	"photo_sealed" "bytea" NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "certificates" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"code" text NOT NULL,
	"origin" text NOT NULL,
	"title_id" text NOT NULL,
	"version" smallint NOT NULL,
	"replaces" text,
	"person_id" text NOT NULL,
	"authority_id" text NOT NULL,
	"document_id" text NOT NULL,
	"issued_on" date NOT NULL,
	"credentials_sealed" "bytea" NOT NULL,
	"commitment_salts" "bytea" NOT NULL,
	"status_list" integer NOT NULL,
	"status_index" integer NOT NULL,
	"template" smallint NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "certificates_number" UNIQUE("number"),
	CONSTRAINT "certificates_code" UNIQUE("code"),
	CONSTRAINT "certificates_replaces" UNIQUE("replaces"),
	CONSTRAINT "certificates_title" UNIQUE("title_id","version"),
	CONSTRAINT "certificates_status" UNIQUE("status_list","status_index")
);
--> statement-breakpoint
CREATE TABLE "change_plans" (
	"id" text PRIMARY KEY NOT NULL,
	"authority_id" text NOT NULL,
	"scope" jsonb NOT NULL,
	"act" text NOT NULL,
	"document" text NOT NULL,
	"decided_on" date NOT NULL,
	"ground_person_id" text NOT NULL,
	"ground_sealed" "bytea" NOT NULL,
	"detail_sealed" "bytea",
	"certificates" integer NOT NULL,
	"digest" "bytea" NOT NULL,
	"prepared_by" text NOT NULL,
	"prepared_on" date NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "number_counters" (
	"authority_id" text NOT NULL,
	"year" smallint NOT NULL,
	"last" integer NOT NULL,
	CONSTRAINT "number_counters_authority_id_year_pk" PRIMARY KEY("authority_id","year")
);
--> statement-breakpoint
CREATE TABLE "status_changes" (
	"id" text PRIMARY KEY NOT NULL,
	"certificate_id" text NOT NULL,
	"position" integer NOT NULL,
	"act" text NOT NULL,
	"state" text NOT NULL,
	"effective_on" date NOT NULL,
	"document" text NOT NULL,
	"decided_on" date NOT NULL,
	"changed" jsonb,
	"ground_sealed" "bytea" NOT NULL,
	"changed_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "status_changes_position" UNIQUE("certificate_id","position")
);
--> statement-breakpoint
CREATE TABLE "status_lists" (
	"id" integer PRIMARY KEY NOT NULL,
	"taken" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "collection_acceptances" (
	"id" text PRIMARY KEY NOT NULL,
	"programme_id" text NOT NULL,
	"office_id" text NOT NULL,
	"kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"digest" text NOT NULL,
	"request_id" text NOT NULL,
	"cells" integer NOT NULL,
	"records" integer NOT NULL,
	"accepted_on" date NOT NULL,
	"accepted_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "collection_acceptances_subject" UNIQUE("subject_id")
);
--> statement-breakpoint
CREATE TABLE "collection_returns" (
	"id" text PRIMARY KEY NOT NULL,
	"programme_id" text NOT NULL,
	"office_id" text NOT NULL,
	"kind" text NOT NULL,
	"cells" jsonb NOT NULL,
	"ground" text NOT NULL,
	"digest" text NOT NULL,
	"entered_on" date NOT NULL,
	"entered_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "collection_batches" (
	"id" text PRIMARY KEY NOT NULL,
	"programme_id" text NOT NULL,
	"office_id" text NOT NULL,
	"file_name" text NOT NULL,
	"file_digest" text NOT NULL,
	"digest" text NOT NULL,
	"row_count" integer NOT NULL,
	"cells" jsonb NOT NULL,
	"numberless" integer NOT NULL,
	"flawed" integer NOT NULL,
	"mending" integer NOT NULL,
	"replaces_id" text,
	"stored_on" date NOT NULL,
	"stored_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "collection_batches_replaces" UNIQUE("replaces_id")
);
--> statement-breakpoint
CREATE TABLE "collection_parts" (
	"upload_id" text NOT NULL,
	"kind" text NOT NULL,
	"number" integer NOT NULL,
	"digest" text NOT NULL,
	"content_sealed" "bytea" NOT NULL,
	CONSTRAINT "collection_parts_upload_id_kind_number_pk" PRIMARY KEY("upload_id","kind","number")
);
--> statement-breakpoint
CREATE TABLE "collection_rows" (
	"id" text PRIMARY KEY NOT NULL,
	"batch_id" text NOT NULL,
	"position" integer NOT NULL,
	"sheet" text NOT NULL,
	"sheet_row" integer NOT NULL,
	"person_id" text NOT NULL,
	"match" text NOT NULL,
	"namesake_id" text,
	"identity" text NOT NULL,
	"id_type" text,
	"name_sealed" "bytea",
	"employer" text,
	"series" text,
	"specialty" text,
	"title" text NOT NULL,
	"level" text NOT NULL,
	"route" text NOT NULL,
	"year" smallint NOT NULL,
	"obtained_on" text NOT NULL,
	"precision" text NOT NULL,
	"document" text,
	"issuer" text,
	"paper" text,
	"remarks_sealed" "bytea",
	"mending" boolean NOT NULL,
	"marks" "bytea" NOT NULL,
	"change" text,
	"former_position" integer,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "collection_rows_position" UNIQUE("batch_id","position")
);
--> statement-breakpoint
CREATE TABLE "collection_uploads" (
	"id" text PRIMARY KEY NOT NULL,
	"programme_id" text NOT NULL,
	"office_id" text NOT NULL,
	"file_name" text NOT NULL,
	"digest" text NOT NULL,
	"size" bigint NOT NULL,
	"part_size" integer NOT NULL,
	"replaces_id" text,
	"state" text NOT NULL,
	"wrapped_key" "bytea" NOT NULL,
	"job_id" text,
	"contents" jsonb,
	"stored_through" integer DEFAULT 0 NOT NULL,
	"rows_digest" text DEFAULT '' NOT NULL,
	"judged" integer DEFAULT 0 NOT NULL,
	"refusals" integer DEFAULT 0 NOT NULL,
	"warnings" integer DEFAULT 0 NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"started_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "collection_withdrawals" (
	"id" text PRIMARY KEY NOT NULL,
	"ground" text NOT NULL,
	"withdrawn_on" date NOT NULL,
	"withdrawn_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "collection_exceptions" (
	"id" text PRIMARY KEY NOT NULL,
	"office_id" text NOT NULL,
	"title_id" text NOT NULL,
	"person_id" text NOT NULL,
	"reason" text NOT NULL,
	"ground_sealed" "bytea" NOT NULL,
	"entered_on" date NOT NULL,
	"entered_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "collection_exceptions_title" UNIQUE("title_id")
);
--> statement-breakpoint
CREATE TABLE "collection_mendings" (
	"id" text PRIMARY KEY NOT NULL,
	"batch_id" text NOT NULL,
	"row_id" text NOT NULL,
	"field" text NOT NULL,
	"position" integer NOT NULL,
	"person_id" text NOT NULL,
	"mended_sealed" "bytea" NOT NULL,
	"ground_sealed" "bytea" NOT NULL,
	"mended_on" date NOT NULL,
	"mended_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "collection_mendings_position" UNIQUE("row_id","field","position")
);
--> statement-breakpoint
CREATE TABLE "collection_assignments" (
	"id" text PRIMARY KEY NOT NULL,
	"programme_id" text NOT NULL,
	"office_id" text NOT NULL,
	"position" integer NOT NULL,
	"is_assigned" boolean NOT NULL,
	"levels" jsonb NOT NULL,
	"routes" jsonb NOT NULL,
	"from_year" smallint NOT NULL,
	"through_year" smallint NOT NULL,
	"assigned_by_id" text NOT NULL,
	"decided_on" date NOT NULL,
	"decided_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "collection_assignments_position" UNIQUE("programme_id","office_id","position")
);
--> statement-breakpoint
CREATE TABLE "collection_cells" (
	"programme_id" text NOT NULL,
	"office_id" text NOT NULL,
	"year" smallint NOT NULL,
	"level" text NOT NULL,
	"route" text NOT NULL,
	"due_on" date,
	"state" text NOT NULL,
	"in_proof" integer NOT NULL,
	"records" integer NOT NULL,
	"accepted_on" date,
	CONSTRAINT "collection_cells_programme_id_office_id_year_level_route_pk" PRIMARY KEY("programme_id","office_id","year","level","route")
);
--> statement-breakpoint
CREATE TABLE "collection_lines" (
	"programme_id" text NOT NULL,
	"office_id" text NOT NULL,
	"cells" text NOT NULL,
	CONSTRAINT "collection_lines_programme_id_office_id_pk" PRIMARY KEY("programme_id","office_id")
);
--> statement-breakpoint
CREATE TABLE "collection_programmes" (
	"id" text PRIMARY KEY NOT NULL,
	"place" text NOT NULL,
	"kind" text NOT NULL,
	"office_id" text NOT NULL,
	"name" text NOT NULL,
	"rules" jsonb NOT NULL,
	"opened_on" date NOT NULL,
	"opened_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "collection_programmes_once" UNIQUE("office_id","place","kind")
);
--> statement-breakpoint
CREATE TABLE "collection_certified_titles" (
	"id" text PRIMARY KEY NOT NULL,
	"title_id" text NOT NULL,
	"list_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "collection_comparisons" (
	"id" text PRIMARY KEY NOT NULL,
	"batch_id" text NOT NULL,
	"round" integer NOT NULL,
	"key" text NOT NULL,
	"position" integer NOT NULL,
	"verdict" text NOT NULL,
	"against" text NOT NULL,
	"row_id" text,
	"other_row_id" text,
	"title_id" text,
	"person_id" text NOT NULL,
	"other_person_id" text,
	"other_office_id" text,
	"fields" jsonb NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "collection_comparisons_key" UNIQUE("batch_id","round","key"),
	CONSTRAINT "collection_comparisons_position" UNIQUE("batch_id","round","position")
);
--> statement-breakpoint
CREATE TABLE "collection_corrections" (
	"id" text PRIMARY KEY NOT NULL,
	"office_id" text NOT NULL,
	"title_id" text NOT NULL,
	"person_id" text NOT NULL,
	"changes_sealed" "bytea" NOT NULL,
	"ground_sealed" "bytea" NOT NULL,
	"digest" text NOT NULL,
	"prepared_on" date NOT NULL,
	"prepared_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "collection_decisions" (
	"id" text PRIMARY KEY NOT NULL,
	"batch_id" text NOT NULL,
	"key" text NOT NULL,
	"position" integer NOT NULL,
	"outcome" text NOT NULL,
	"choices" jsonb NOT NULL,
	"person_id" text NOT NULL,
	"ground_sealed" "bytea" NOT NULL,
	"shown_sealed" "bytea" NOT NULL,
	"decided_on" date NOT NULL,
	"decided_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "collection_decisions_position" UNIQUE("batch_id","key","position")
);
--> statement-breakpoint
CREATE TABLE "collection_reconciliations" (
	"id" text PRIMARY KEY NOT NULL,
	"batch_id" text NOT NULL,
	"round" integer NOT NULL,
	"scope" text NOT NULL,
	"rows" integer NOT NULL,
	"same" integer NOT NULL,
	"different" integer NOT NULL,
	"conflicting" integer NOT NULL,
	"missing" integer NOT NULL,
	"compared_on" date NOT NULL,
	"compared_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "collection_reconciliations_round" UNIQUE("batch_id","round")
);
--> statement-breakpoint
CREATE TABLE "collection_row_titles" (
	"id" text PRIMARY KEY NOT NULL,
	"batch_id" text NOT NULL,
	"title_id" text NOT NULL,
	"became" text NOT NULL,
	"likeness" "bytea",
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "collection_exports" (
	"id" text PRIMARY KEY NOT NULL,
	"programme_id" text NOT NULL,
	"office_id" text NOT NULL,
	"version" integer NOT NULL,
	"digest" text NOT NULL,
	"rows" integer NOT NULL,
	"cells" integer NOT NULL,
	"made_on" date NOT NULL,
	"made_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "collection_exports_version" UNIQUE("programme_id","office_id","version")
);
--> statement-breakpoint
CREATE TABLE "collection_imports" (
	"id" text PRIMARY KEY NOT NULL,
	"programme_id" text NOT NULL,
	"office_id" text NOT NULL,
	"version" integer NOT NULL,
	"digest" text NOT NULL,
	"rows" integer NOT NULL,
	"cells" jsonb NOT NULL,
	"upload_id" text,
	"return_id" text,
	"imported_on" date NOT NULL,
	"imported_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "collection_imports_version" UNIQUE("programme_id","office_id","version")
);
--> statement-breakpoint
CREATE TABLE "collection_senders" (
	"id" text PRIMARY KEY NOT NULL,
	"office_id" text NOT NULL,
	"position" integer NOT NULL,
	"public_key" text NOT NULL,
	"ground" text NOT NULL,
	"named_on" date NOT NULL,
	"named_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "collection_senders_position" UNIQUE("office_id","position")
);
--> statement-breakpoint
CREATE TABLE "calendar_feeds" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"cycle_id" text NOT NULL,
	"token_digest" "bytea" NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "calendar_feeds_token" UNIQUE("token_digest")
);
--> statement-breakpoint
CREATE TABLE "cycle_events" (
	"id" text PRIMARY KEY NOT NULL,
	"cycle_id" text NOT NULL,
	"step" text NOT NULL,
	"day" date NOT NULL,
	"facts" jsonb NOT NULL,
	"evidence" jsonb NOT NULL,
	"about" text,
	"replaces_id" text,
	"recorded_on" date NOT NULL,
	"recorded_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "cycle_events_replaces" UNIQUE("replaces_id")
);
--> statement-breakpoint
CREATE TABLE "cycle_rulings" (
	"id" text PRIMARY KEY NOT NULL,
	"subject" text NOT NULL,
	"subject_id" text NOT NULL,
	"position" integer NOT NULL,
	"granted" boolean NOT NULL,
	"ground" text NOT NULL,
	"ruled_on" date NOT NULL,
	"ruled_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "cycle_rulings_position" UNIQUE("subject_id","position")
);
--> statement-breakpoint
CREATE TABLE "cycle_withdrawals" (
	"id" text PRIMARY KEY NOT NULL,
	"cycle_id" text NOT NULL,
	"ground" text NOT NULL,
	"withdrawn_on" date NOT NULL,
	"withdrawn_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "cycle_withdrawals_cycle" UNIQUE("cycle_id")
);
--> statement-breakpoint
CREATE TABLE "review_committees" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"office_id" text NOT NULL,
	"filing_authority_id" text NOT NULL,
	"series" jsonb,
	"levels" jsonb NOT NULL,
	"size" integer NOT NULL,
	"valid_from" date NOT NULL,
	"valid_through" date NOT NULL,
	"replaces_id" text,
	"registered_on" date NOT NULL,
	"registered_by" text NOT NULL,
	"registered_person_id" text,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "review_committees_replaces" UNIQUE("replaces_id")
);
--> statement-breakpoint
CREATE TABLE "review_cycles" (
	"id" text PRIMARY KEY NOT NULL,
	"committee_id" text,
	"route" text NOT NULL,
	"office_id" text NOT NULL,
	"filing_authority_id" text NOT NULL,
	"place" text NOT NULL,
	"year" integer NOT NULL,
	"series" jsonb,
	"levels" jsonb NOT NULL,
	"replaces_id" text,
	"registered_on" date NOT NULL,
	"registered_by" text NOT NULL,
	"registered_person_id" text,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "review_cycles_replaces" UNIQUE("replaces_id")
);
--> statement-breakpoint
CREATE TABLE "documents" (
	"id" text PRIMARY KEY NOT NULL,
	"client_id" text NOT NULL,
	"office_id" text NOT NULL,
	"kind" text NOT NULL,
	"digest" "bytea" NOT NULL,
	"salt" "bytea" NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "documents_digest" UNIQUE("client_id","kind","digest")
);
--> statement-breakpoint
CREATE TABLE "authorities" (
	"id" text PRIMARY KEY NOT NULL,
	"parent_id" text,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"credit_code" text NOT NULL,
	"place" text NOT NULL,
	"document_word" text,
	"number_prefix" text,
	"seal_name" text,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "authorities_credit_code" UNIQUE("credit_code"),
	CONSTRAINT "authorities_number_prefix" UNIQUE("number_prefix")
);
--> statement-breakpoint
CREATE TABLE "authority_changes" (
	"id" text PRIMARY KEY NOT NULL,
	"authority_id" text NOT NULL,
	"position" integer NOT NULL,
	"parent_id" text,
	"name" text NOT NULL,
	"document_word" text,
	"seal_name" text,
	"state" text NOT NULL,
	"ground" text NOT NULL,
	"changed_on" date NOT NULL,
	"changed_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "authority_changes_position" UNIQUE("authority_id","position")
);
--> statement-breakpoint
CREATE TABLE "authority_powers" (
	"id" text PRIMARY KEY NOT NULL,
	"authority_id" text NOT NULL,
	"power" text NOT NULL,
	"levels" jsonb NOT NULL,
	"series" jsonb,
	"from_year" integer NOT NULL,
	"through_year" integer,
	"ground" text NOT NULL,
	"withdraws" text,
	"decided_on" date NOT NULL,
	"decided_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "authority_powers_withdraws" UNIQUE("withdraws")
);
--> statement-breakpoint
CREATE TABLE "role_grants" (
	"id" text PRIMARY KEY NOT NULL,
	"grantee" text NOT NULL,
	"role" text NOT NULL,
	"authority_id" text NOT NULL,
	"position" integer NOT NULL,
	"state" text NOT NULL,
	"decided_on" date NOT NULL,
	"decided_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "role_grants_position" UNIQUE("grantee","role","authority_id","position")
);
--> statement-breakpoint
CREATE TABLE "account_changes" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"position" integer NOT NULL,
	"name_sealed" "bytea" NOT NULL,
	"office_id" text NOT NULL,
	"changed_on" date NOT NULL,
	"changed_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "account_changes_position" UNIQUE("account_id","position")
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"login" text NOT NULL,
	"name_sealed" "bytea" NOT NULL,
	"office_id" text NOT NULL,
	"opened_on" date NOT NULL,
	"opened_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "accounts_login" UNIQUE("login")
);
--> statement-breakpoint
CREATE TABLE "api_clients" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"office_id" text NOT NULL,
	"key" jsonb NOT NULL,
	"registered_on" date NOT NULL,
	"registered_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "closings" (
	"id" text PRIMARY KEY NOT NULL,
	"holder_id" text NOT NULL,
	"closed_on" date NOT NULL,
	"closed_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "closings_holder" UNIQUE("holder_id")
);
--> statement-breakpoint
CREATE TABLE "credentials" (
	"account_id" text PRIMARY KEY NOT NULL,
	"password_hash" text NOT NULL,
	"totp_secret" "bytea",
	"totp_pending" "bytea",
	"totp_step" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "one_time_secrets" (
	"account_id" text PRIMARY KEY NOT NULL,
	"digest" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "one_time_secrets_digest" UNIQUE("digest")
);
--> statement-breakpoint
CREATE TABLE "recoveries" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"started_by" text NOT NULL,
	"started_by_person" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"approved_by" text,
	"approved_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"digest" "bytea" NOT NULL,
	"kind" text NOT NULL,
	"holder_id" text NOT NULL,
	"second_factor" boolean NOT NULL,
	"agent" text NOT NULL,
	"purpose" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "sessions_digest" UNIQUE("digest")
);
--> statement-breakpoint
CREATE TABLE "sign_in_attempts" (
	"key" "bytea" PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	"locked_until" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "spent_assertions" (
	"client_id" text NOT NULL,
	"jti" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "spent_assertions_client_id_jti_pk" PRIMARY KEY("client_id","jti")
);
--> statement-breakpoint
CREATE TABLE "integrity_consents" (
	"id" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"office_id" text NOT NULL,
	"purpose_sealed" "bytea" NOT NULL,
	"digest" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	"withdrawn_at" timestamp (3) with time zone,
	CONSTRAINT "integrity_consents_digest" UNIQUE("digest")
);
--> statement-breakpoint
CREATE TABLE "integrity_inquiries" (
	"id" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"office_id" text NOT NULL,
	"asked_by_right" text NOT NULL,
	"about" text NOT NULL,
	"words_sealed" "bytea" NOT NULL,
	"asked_on" date NOT NULL,
	"asked_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "misconduct_holds" (
	"id" text PRIMARY KEY NOT NULL,
	"record_id" text NOT NULL,
	"position" integer NOT NULL,
	"kind" text NOT NULL,
	"is_standing" boolean NOT NULL,
	"person_id" text,
	"wrapped_key" "bytea",
	"ground_sealed" "bytea" NOT NULL,
	"held_on" date NOT NULL,
	"held_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "misconduct_holds_position" UNIQUE("record_id","position")
);
--> statement-breakpoint
CREATE TABLE "public_list_rules" (
	"id" text PRIMARY KEY NOT NULL,
	"office_id" text NOT NULL,
	"position" integer NOT NULL,
	"is_open" boolean NOT NULL,
	"basis" text NOT NULL,
	"clause" text NOT NULL,
	"set_on" date NOT NULL,
	"set_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "public_list_rules_position" UNIQUE("office_id","position")
);
--> statement-breakpoint
CREATE TABLE "integrity_statements" (
	"id" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"code" text NOT NULL,
	"content_sealed" "bytea" NOT NULL,
	"stated_on" date NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "integrity_statements_code" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "own_codes" (
	"id" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"office_id" text NOT NULL,
	"handed_by" text NOT NULL,
	"digest" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"tries" integer NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "own_visits" (
	"id" text PRIMARY KEY NOT NULL,
	"digest" "bytea" NOT NULL,
	"person_id" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "own_visits_digest" UNIQUE("digest")
);
--> statement-breakpoint
CREATE TABLE "misconduct_evidence" (
	"id" text PRIMARY KEY NOT NULL,
	"record_id" text NOT NULL,
	"version" integer NOT NULL,
	"person_id" text,
	"wrapped_key" "bytea",
	"name_sealed" "bytea" NOT NULL,
	"file_sealed" "bytea" NOT NULL,
	"file_digest" "bytea" NOT NULL,
	"media_type" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "misconduct_notes" (
	"id" text PRIMARY KEY NOT NULL,
	"record_id" text NOT NULL,
	"position" integer NOT NULL,
	"kind" text NOT NULL,
	"detail" text NOT NULL,
	"person_id" text,
	"happened_on" date NOT NULL,
	"wrapped_key" "bytea",
	"words_sealed" "bytea" NOT NULL,
	"noted_on" date NOT NULL,
	"noted_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "misconduct_notes_position" UNIQUE("record_id","position")
);
--> statement-breakpoint
CREATE TABLE "misconduct_versions" (
	"id" text PRIMARY KEY NOT NULL,
	"record_id" text NOT NULL,
	"version" integer NOT NULL,
	"act" text NOT NULL,
	"office_id" text NOT NULL,
	"place" text NOT NULL,
	"level" text NOT NULL,
	"subject_kind" text NOT NULL,
	"person_id" text,
	"subject_office_id" text,
	"conduct" text NOT NULL,
	"conduct_on" date NOT NULL,
	"found_on" date NOT NULL,
	"told_on" date NOT NULL,
	"hearing_through" date NOT NULL,
	"stated_on" date,
	"decided_by" text NOT NULL,
	"decision_number" text NOT NULL,
	"decided_on" date NOT NULL,
	"rule" jsonb NOT NULL,
	"ends_on" date,
	"wrapped_key" "bytea",
	"content_sealed" "bytea" NOT NULL,
	"digest" "bytea" NOT NULL,
	"entered_on" date NOT NULL,
	"entered_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "misconduct_versions_version" UNIQUE("record_id","version")
);
--> statement-breakpoint
CREATE TABLE "person_join_proposals" (
	"id" text PRIMARY KEY NOT NULL,
	"act" text NOT NULL,
	"one_id" text NOT NULL,
	"other_id" text NOT NULL,
	"position" integer NOT NULL,
	"office_id" text NOT NULL,
	"ground_sealed" "bytea" NOT NULL,
	"digest" "bytea" NOT NULL,
	"proposed_on" date NOT NULL,
	"proposed_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "misconduct_terms" (
	"id" text PRIMARY KEY NOT NULL,
	"record_id" text NOT NULL,
	"position" integer NOT NULL,
	"version_id" text NOT NULL,
	"person_id" text,
	"office_id" text,
	"starts_on" date,
	"ends_on" date,
	"applied_on" date NOT NULL,
	"applied_by" text NOT NULL,
	"digest" "bytea" NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "misconduct_terms_version" UNIQUE("version_id"),
	CONSTRAINT "misconduct_terms_position" UNIQUE("record_id","position")
);
--> statement-breakpoint
CREATE TABLE "credit_platforms" (
	"id" text PRIMARY KEY NOT NULL,
	"office_id" text NOT NULL,
	"position" integer NOT NULL,
	"name" text NOT NULL,
	"public_key" text NOT NULL,
	"basis" text NOT NULL,
	"is_open" boolean NOT NULL,
	"set_on" date NOT NULL,
	"set_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "credit_platforms_position" UNIQUE("office_id","position")
);
--> statement-breakpoint
CREATE TABLE "exchange_events" (
	"id" text PRIMARY KEY NOT NULL,
	"file_id" text NOT NULL,
	"position" integer NOT NULL,
	"kind" text NOT NULL,
	"rejected" jsonb NOT NULL,
	"reason" text NOT NULL,
	"happened_on" date NOT NULL,
	"by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "exchange_events_position" UNIQUE("file_id","position")
);
--> statement-breakpoint
CREATE TABLE "exchange_files" (
	"id" text PRIMARY KEY NOT NULL,
	"office_id" text NOT NULL,
	"sequence" integer NOT NULL,
	"kind" text NOT NULL,
	"platform_id" text NOT NULL,
	"made_on" date NOT NULL,
	"made_by" text NOT NULL,
	"lines" jsonb NOT NULL,
	"digest" text NOT NULL,
	"previous" text,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "exchange_files_sequence" UNIQUE("office_id","sequence")
);
--> statement-breakpoint
CREATE TABLE "exchange_salts" (
	"file_id" text PRIMARY KEY NOT NULL,
	"salt" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "shared_copies" (
	"record_id" text PRIMARY KEY NOT NULL,
	"share_id" text NOT NULL,
	CONSTRAINT "shared_copies_share" UNIQUE("share_id")
);
--> statement-breakpoint
CREATE TABLE "shared_copy_acts" (
	"id" text PRIMARY KEY NOT NULL,
	"record_id" text NOT NULL,
	"position" integer NOT NULL,
	"act" text NOT NULL,
	"person_id" text,
	"document" text NOT NULL,
	"happened_on" date NOT NULL,
	"done_on" date NOT NULL,
	"done_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "shared_copy_acts_position" UNIQUE("record_id","position")
);
--> statement-breakpoint
CREATE TABLE "integrity_blind_names" (
	"subject_id" text PRIMARY KEY NOT NULL,
	"blinding_key" "bytea" NOT NULL,
	"name" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "integrity_snapshot_parts" (
	"day" date NOT NULL,
	"part" integer NOT NULL,
	"first" "bytea" NOT NULL,
	"root" "bytea" NOT NULL,
	"leaves" "bytea" NOT NULL,
	CONSTRAINT "integrity_snapshot_parts_day_part_pk" PRIMARY KEY("day","part")
);
--> statement-breakpoint
CREATE TABLE "integrity_snapshots" (
	"id" text PRIMARY KEY NOT NULL,
	"day" date NOT NULL,
	"size" integer NOT NULL,
	"root" "bytea" NOT NULL,
	"blinding_key" "bytea" NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "integrity_snapshots_day" UNIQUE("day")
);
--> statement-breakpoint
CREATE TABLE "job_secrets" (
	"job_id" text PRIMARY KEY NOT NULL,
	"wrapped_key" "bytea" NOT NULL,
	"file_sealed" "bytea",
	"purpose_sealed" "bytea"
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"office_id" text NOT NULL,
	"started_by" text NOT NULL,
	"actor_kind" text NOT NULL,
	"person_id" text,
	"account_id" text,
	"input" jsonb NOT NULL,
	"status" text NOT NULL,
	"state" jsonb,
	"done" integer NOT NULL,
	"total" integer NOT NULL,
	"attempts" integer NOT NULL,
	"is_cancelling" boolean NOT NULL,
	"lease_token" text,
	"lease_until" timestamp with time zone NOT NULL,
	"result" jsonb,
	"problem_code" text,
	"problem_detail" text,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "key_events" (
	"id" text PRIMARY KEY NOT NULL,
	"kid" text NOT NULL,
	"position" integer NOT NULL,
	"event" text NOT NULL,
	"record" jsonb NOT NULL,
	"happened_on" date NOT NULL,
	"by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "key_events_position" UNIQUE("kid","position")
);
--> statement-breakpoint
CREATE TABLE "day_batches" (
	"id" text PRIMARY KEY NOT NULL,
	"day" date NOT NULL,
	"seals" jsonb NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "erased_rows" (
	"id" text PRIMARY KEY NOT NULL,
	"table_name" text NOT NULL,
	"row_id" text NOT NULL,
	"rest" "bytea" NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "erased_rows_row" UNIQUE("table_name","row_id")
);
--> statement-breakpoint
CREATE TABLE "ledger_audits" (
	"id" integer PRIMARY KEY NOT NULL,
	"holder" text NOT NULL,
	"lease_until" timestamp with time zone NOT NULL,
	"report" jsonb
);
--> statement-breakpoint
CREATE TABLE "ledger_checkpoints" (
	"size" bigint PRIMARY KEY NOT NULL,
	"note" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_entries" (
	"index" bigint PRIMARY KEY NOT NULL,
	"record" text NOT NULL,
	"body" "bytea" NOT NULL,
	"leaf" "bytea" NOT NULL,
	"chain" "bytea" NOT NULL,
	CONSTRAINT "ledger_entries_record_unique" UNIQUE("record")
);
--> statement-breakpoint
CREATE TABLE "ledger_head" (
	"id" integer PRIMARY KEY NOT NULL,
	"size" bigint NOT NULL,
	"root" "bytea" NOT NULL,
	"chain" "bytea" NOT NULL,
	"day" date
);
--> statement-breakpoint
CREATE TABLE "ledger_tiles" (
	"level" integer NOT NULL,
	"tile" bigint NOT NULL,
	"hashes" "bytea" NOT NULL,
	CONSTRAINT "ledger_tiles_level_tile_pk" PRIMARY KEY("level","tile")
);
--> statement-breakpoint
CREATE TABLE "open_batches" (
	"record" text PRIMARY KEY NOT NULL,
	"day" date NOT NULL,
	CONSTRAINT "open_batches_day" UNIQUE("day")
);
--> statement-breakpoint
CREATE TABLE "person_joins" (
	"id" text PRIMARY KEY NOT NULL,
	"one_id" text NOT NULL,
	"other_id" text NOT NULL,
	"position" integer NOT NULL,
	"is_joined" boolean NOT NULL,
	"office_id" text NOT NULL,
	"ground_sealed" "bytea" NOT NULL,
	"said_on" date NOT NULL,
	"said_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "person_joins_position" UNIQUE("one_id","other_id","position")
);
--> statement-breakpoint
CREATE TABLE "persons" (
	"id" text PRIMARY KEY NOT NULL,
	"id_type" text,
	"tier" text NOT NULL,
	"wrapped_key" "bytea" NOT NULL,
	"name_sealed" "bytea" NOT NULL,
	"id_number_sealed" "bytea",
	"blind_index" "bytea",
	"name_salt" "bytea" NOT NULL,
	"name_commitment" "bytea" NOT NULL,
	"id_number_salt" "bytea",
	"id_number_commitment" "bytea",
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "persons_blind_index" UNIQUE("blind_index")
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"id" "bytea" PRIMARY KEY NOT NULL,
	"request" "bytea" NOT NULL,
	"answer_sealed" "bytea",
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rate_counts" (
	"key" "bytea" PRIMARY KEY NOT NULL,
	"count" integer NOT NULL,
	"until" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "policy_answers" (
	"id" text PRIMARY KEY NOT NULL,
	"place" text NOT NULL,
	"rule" text NOT NULL,
	"level" text,
	"value" jsonb NOT NULL,
	"ground" text NOT NULL,
	"office_id" text NOT NULL,
	"position" integer NOT NULL,
	"answered_on" date NOT NULL,
	"answered_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "policy_answers_position" UNIQUE("place","position")
);
--> statement-breakpoint
CREATE TABLE "policy_versions" (
	"id" text PRIMARY KEY NOT NULL,
	"place" text NOT NULL,
	"position" integer NOT NULL,
	"digest" text NOT NULL,
	"rules" text NOT NULL,
	"published_on" date NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "policy_versions_position" UNIQUE("place","position")
);
--> statement-breakpoint
CREATE TABLE "assessment_decisions" (
	"id" text PRIMARY KEY NOT NULL,
	"list_id" text NOT NULL,
	"row_id" text NOT NULL,
	"person_id" text NOT NULL,
	"granted" boolean NOT NULL,
	"ground_sealed" "bytea",
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "assessment_decisions_row" UNIQUE("list_id","row_id")
);
--> statement-breakpoint
CREATE TABLE "confirmed_rows" (
	"id" text PRIMARY KEY NOT NULL,
	"confirmation_id" text NOT NULL,
	"row_id" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "confirmed_rows_once" UNIQUE("row_id")
);
--> statement-breakpoint
CREATE TABLE "document_rows" (
	"id" text PRIMARY KEY NOT NULL,
	"document_id" text NOT NULL,
	"row_id" text NOT NULL,
	"obtained_on" date NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "document_rows_once" UNIQUE("document_id","row_id")
);
--> statement-breakpoint
CREATE TABLE "qualification_documents" (
	"id" text PRIMARY KEY NOT NULL,
	"list_id" text NOT NULL,
	"origin" text NOT NULL,
	"authority_id" text NOT NULL,
	"issuer" text NOT NULL,
	"issuer_id" text,
	"number" text NOT NULL,
	"issued_on" date NOT NULL,
	"file_digest" "bytea",
	"signature" "bytea",
	"signed_at" text,
	"replaces_id" text,
	"registered_on" date NOT NULL,
	"registered_by" text NOT NULL,
	"registered_person_id" text,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "qualification_documents_replaces" UNIQUE("replaces_id"),
	CONSTRAINT "qualification_documents_number" UNIQUE("number","issuer")
);
--> statement-breakpoint
CREATE TABLE "result_confirmations" (
	"id" text PRIMARY KEY NOT NULL,
	"list_id" text NOT NULL,
	"office_id" text NOT NULL,
	"row_count" integer NOT NULL,
	"confirmed_on" date NOT NULL,
	"confirmed_by" text NOT NULL,
	"confirmed_person_id" text,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "filings" (
	"id" text PRIMARY KEY NOT NULL,
	"cycle_id" text NOT NULL,
	"kind" text NOT NULL,
	"position" integer NOT NULL,
	"lines" jsonb NOT NULL,
	"list_id" text,
	"list_digest" text,
	"latest" date,
	"late" boolean NOT NULL,
	"submitted_on" date NOT NULL,
	"submitted_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "filings_position" UNIQUE("cycle_id","kind","position")
);
--> statement-breakpoint
CREATE TABLE "invalid_rows" (
	"id" text PRIMARY KEY NOT NULL,
	"plan_id" text NOT NULL,
	"list_id" text NOT NULL,
	"row_id" text NOT NULL,
	"person_id" text NOT NULL,
	"document" text NOT NULL,
	"declared_on" date NOT NULL,
	"declared_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "invalid_rows_once" UNIQUE("row_id")
);
--> statement-breakpoint
CREATE TABLE "invalidation_plans" (
	"id" text PRIMARY KEY NOT NULL,
	"office_id" text NOT NULL,
	"scope" jsonb NOT NULL,
	"document" text NOT NULL,
	"decided_on" date NOT NULL,
	"wrapped_key" "bytea" NOT NULL,
	"ground_sealed" "bytea" NOT NULL,
	"row_count" integer NOT NULL,
	"digest" "bytea" NOT NULL,
	"prepared_by" text NOT NULL,
	"prepared_on" date NOT NULL,
	"applied_on" date
);
--> statement-breakpoint
CREATE TABLE "reexamination_answers" (
	"id" text PRIMARY KEY NOT NULL,
	"reexamination_id" text NOT NULL,
	"outcome" text NOT NULL,
	"ground_sealed" "bytea" NOT NULL,
	"answered_on" date NOT NULL,
	"answered_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "reexamination_answers_once" UNIQUE("reexamination_id")
);
--> statement-breakpoint
CREATE TABLE "reexaminations" (
	"id" text PRIMARY KEY NOT NULL,
	"cycle_id" text NOT NULL,
	"row_id" text NOT NULL,
	"person_id" text NOT NULL,
	"scope" text NOT NULL,
	"text_sealed" "bytea" NOT NULL,
	"received_on" date NOT NULL,
	"confirmed_on" date,
	"last_day" date,
	"receipt" text NOT NULL,
	"entered_on" date NOT NULL,
	"entered_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "row_holds" (
	"id" text PRIMARY KEY NOT NULL,
	"list_id" text NOT NULL,
	"row_id" text NOT NULL,
	"person_id" text NOT NULL,
	"position" integer NOT NULL,
	"act" text NOT NULL,
	"ground_sealed" "bytea" NOT NULL,
	"decided_on" date NOT NULL,
	"decided_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "row_holds_position" UNIQUE("row_id","position")
);
--> statement-breakpoint
CREATE TABLE "evidence_files" (
	"evidence_id" text PRIMARY KEY NOT NULL,
	"wrapped_key" "bytea" NOT NULL,
	"file_sealed" "bytea" NOT NULL,
	"media_type" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "list_evidence" (
	"id" text PRIMARY KEY NOT NULL,
	"cycle_id" text NOT NULL,
	"list_id" text,
	"row_id" text,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"file_digest" "bytea" NOT NULL,
	"size" integer,
	"replaces_id" text,
	"recorded_on" date NOT NULL,
	"recorded_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "list_evidence_replaces" UNIQUE("replaces_id")
);
--> statement-breakpoint
CREATE TABLE "header_mappings" (
	"office_id" text NOT NULL,
	"kind" text NOT NULL,
	"header" text NOT NULL,
	"column_key" text NOT NULL,
	"said_on" date NOT NULL,
	"said_by" text NOT NULL,
	CONSTRAINT "header_mappings_pkey" PRIMARY KEY("office_id","kind","header")
);
--> statement-breakpoint
CREATE TABLE "lead_settlements" (
	"id" text PRIMARY KEY NOT NULL,
	"row_id" text NOT NULL,
	"kind" text NOT NULL,
	"source_id" text NOT NULL,
	"outcome" text NOT NULL,
	"person_id" text NOT NULL,
	"ground_sealed" "bytea" NOT NULL,
	"settled_on" date NOT NULL,
	"settled_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "lead_settlements_once" UNIQUE("row_id","kind","source_id")
);
--> statement-breakpoint
CREATE TABLE "result_lists" (
	"id" text PRIMARY KEY NOT NULL,
	"cycle_id" text,
	"stage" text NOT NULL,
	"office_id" text NOT NULL,
	"authority_id" text NOT NULL,
	"file_name" text NOT NULL,
	"file_digest" "bytea" NOT NULL,
	"row_count" integer NOT NULL,
	"imported_on" date NOT NULL,
	"imported_by" text NOT NULL,
	"imported_person_id" text,
	"replaces_id" text,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "result_lists_replaces" UNIQUE("replaces_id"),
	CONSTRAINT "result_lists_file_digest" UNIQUE NULLS NOT DISTINCT("file_digest","cycle_id","stage","replaces_id")
);
--> statement-breakpoint
CREATE TABLE "result_rows" (
	"id" text PRIMARY KEY NOT NULL,
	"list_id" text NOT NULL,
	"position" integer NOT NULL,
	"sheet" text NOT NULL,
	"sheet_row" integer NOT NULL,
	"person_id" text NOT NULL,
	"name_sealed" "bytea" NOT NULL,
	"employer" text NOT NULL,
	"employer_code" text,
	"series" text NOT NULL,
	"specialty" text NOT NULL,
	"title" text NOT NULL,
	"level" text NOT NULL,
	"route" text NOT NULL,
	"obtained_on" date,
	"declared_on" date,
	"application" text,
	"committee" text,
	"scope" jsonb NOT NULL,
	"remarks" text,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "result_rows_position" UNIQUE("list_id","position")
);
--> statement-breakpoint
CREATE TABLE "objection_steps" (
	"id" text PRIMARY KEY NOT NULL,
	"objection_id" text NOT NULL,
	"position" integer NOT NULL,
	"step" text NOT NULL,
	"ground_sealed" "bytea",
	"taken_on" date NOT NULL,
	"taken_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "objection_steps_position" UNIQUE("objection_id","position")
);
--> statement-breakpoint
CREATE TABLE "objections" (
	"id" text PRIMARY KEY NOT NULL,
	"reference" text NOT NULL,
	"secret_digest" "bytea" NOT NULL,
	"publication_id" text NOT NULL,
	"list_id" text NOT NULL,
	"cycle_id" text NOT NULL,
	"kind" text NOT NULL,
	"row_id" text,
	"person_id" text,
	"wrapped_key" "bytea" NOT NULL,
	"text_sealed" "bytea" NOT NULL,
	"contact_sealed" "bytea",
	"is_late" boolean NOT NULL,
	"received_on" date NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "objections_reference" UNIQUE("reference")
);
--> statement-breakpoint
CREATE TABLE "publication_channels" (
	"id" text PRIMARY KEY NOT NULL,
	"publication_id" text NOT NULL,
	"channel" text NOT NULL,
	"address" text NOT NULL,
	"up_on" date NOT NULL,
	"file_digest" "bytea",
	"recorded_on" date NOT NULL,
	"recorded_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "publication_endings" (
	"id" text PRIMARY KEY NOT NULL,
	"publication_id" text NOT NULL,
	"how" text NOT NULL,
	"ground" text,
	"objections" jsonb,
	"ended_on" date NOT NULL,
	"ended_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "publication_endings_publication" UNIQUE("publication_id")
);
--> statement-breakpoint
CREATE TABLE "publications" (
	"id" text PRIMARY KEY NOT NULL,
	"publication_id" text NOT NULL,
	"version" integer NOT NULL,
	"list_id" text NOT NULL,
	"cycle_id" text NOT NULL,
	"kind" text NOT NULL,
	"opens_on" date NOT NULL,
	"closes_on" date NOT NULL,
	"least_days" integer,
	"provisional" boolean NOT NULL,
	"row_count" integer NOT NULL,
	"content_digest" "bytea" NOT NULL,
	"replaces_id" text,
	"opened_on" date NOT NULL,
	"opened_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "publications_version" UNIQUE("publication_id","version"),
	CONSTRAINT "publications_replaces" UNIQUE("replaces_id","version")
);
--> statement-breakpoint
CREATE TABLE "recommendations" (
	"id" text PRIMARY KEY NOT NULL,
	"cycle_id" text NOT NULL,
	"employer" text,
	"place" text NOT NULL,
	"opens_on" date NOT NULL,
	"closes_on" date NOT NULL,
	"attending" integer,
	"agreeing" integer,
	"file_digest" "bytea" NOT NULL,
	"recorded_on" date NOT NULL,
	"recorded_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "issuer_answers" (
	"id" text PRIMARY KEY NOT NULL,
	"confirmation_id" text NOT NULL,
	"answer" text NOT NULL,
	"answered_on" date NOT NULL,
	"reference" text NOT NULL,
	"file_digest" "bytea",
	"recorded_on" date NOT NULL,
	"recorded_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "issuer_answers_once" UNIQUE("confirmation_id")
);
--> statement-breakpoint
CREATE TABLE "title_confirmations" (
	"id" text PRIMARY KEY NOT NULL,
	"cycle_id" text NOT NULL,
	"person_id" text NOT NULL,
	"series" text NOT NULL,
	"version" integer NOT NULL,
	"original_sealed" "bytea" NOT NULL,
	"obtained_on" date NOT NULL,
	"file_digest" "bytea",
	"entered_on" date NOT NULL,
	"entered_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "title_confirmations_version" UNIQUE("cycle_id","person_id","series","version")
);
--> statement-breakpoint
CREATE TABLE "collected_cells" (
	"id" text PRIMARY KEY NOT NULL,
	"authority_id" text NOT NULL,
	"year" smallint NOT NULL,
	"level" text NOT NULL,
	"route" text NOT NULL,
	"version" smallint NOT NULL,
	"records" integer NOT NULL,
	"accepted_by" text NOT NULL,
	"accepted_on" date NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "collected_cells_version" UNIQUE("year","level","authority_id","route","version")
);
--> statement-breakpoint
CREATE TABLE "issuer_successors" (
	"id" text PRIMARY KEY NOT NULL,
	"issuer" text NOT NULL,
	"position" integer NOT NULL,
	"successor_id" text NOT NULL,
	"ground" text NOT NULL,
	"decided_on" date NOT NULL,
	"decided_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "issuer_successors_position" UNIQUE("issuer","position")
);
--> statement-breakpoint
CREATE TABLE "title_records" (
	"id" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"name_sealed" "bytea" NOT NULL,
	"series" text NOT NULL,
	"specialty" text NOT NULL,
	"title" text NOT NULL,
	"level" text NOT NULL,
	"route" text NOT NULL,
	"obtained_on" date NOT NULL,
	"obtained_precision" text NOT NULL,
	"committee" text,
	"document_id" text,
	"position" integer NOT NULL,
	"scope" jsonb NOT NULL,
	"source" text NOT NULL,
	"replaces" text,
	"past" jsonb,
	"past_number" text,
	"past_document" text,
	"collected_by_id" text,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "title_records_replaces" UNIQUE("replaces")
);
--> statement-breakpoint
CREATE TABLE "trail_head" (
	"id" integer PRIMARY KEY NOT NULL,
	"size" bigint NOT NULL,
	"chain" "bytea" NOT NULL,
	"anchored" bigint NOT NULL,
	"mark" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "trail_records" (
	"position" bigint PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor" text NOT NULL,
	"person_id" text,
	"session_id" text,
	"act" text NOT NULL,
	"office_id" text,
	"purpose" text,
	"outcome" text NOT NULL,
	"code" text,
	"about" text,
	"facts" text NOT NULL,
	"request_id" text,
	"nonce" "bytea" NOT NULL,
	"mark" "bytea" NOT NULL,
	"chain" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "trail_subjects" (
	"position" bigint NOT NULL,
	"subject" "bytea" NOT NULL,
	CONSTRAINT "trail_subjects_position_subject_pk" PRIMARY KEY("position","subject")
);
--> statement-breakpoint
CREATE TABLE "view_counts" (
	"day" date NOT NULL,
	"verdict" text NOT NULL,
	"views" bigint NOT NULL,
	CONSTRAINT "view_counts_day_verdict_pk" PRIMARY KEY("day","verdict")
);
--> statement-breakpoint
ALTER TABLE "applied_plans" ADD CONSTRAINT "applied_plans_id_change_plans_id_fk" FOREIGN KEY ("id") REFERENCES "public"."change_plans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_files" ADD CONSTRAINT "certificate_files_certificate_id_certificates_id_fk" FOREIGN KEY ("certificate_id") REFERENCES "public"."certificates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "status_changes" ADD CONSTRAINT "status_changes_certificate_id_certificates_id_fk" FOREIGN KEY ("certificate_id") REFERENCES "public"."certificates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collection_acceptances" ADD CONSTRAINT "collection_acceptances_programme_id_collection_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."collection_programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collection_returns" ADD CONSTRAINT "collection_returns_programme_id_collection_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."collection_programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collection_parts" ADD CONSTRAINT "collection_parts_upload_id_collection_uploads_id_fk" FOREIGN KEY ("upload_id") REFERENCES "public"."collection_uploads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collection_assignments" ADD CONSTRAINT "collection_assignments_programme_id_collection_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."collection_programmes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collection_reconciliations" ADD CONSTRAINT "collection_reconciliations_batch_id_collection_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."collection_batches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_feeds" ADD CONSTRAINT "calendar_feeds_cycle_id_review_cycles_id_fk" FOREIGN KEY ("cycle_id") REFERENCES "public"."review_cycles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cycle_events" ADD CONSTRAINT "cycle_events_cycle_id_review_cycles_id_fk" FOREIGN KEY ("cycle_id") REFERENCES "public"."review_cycles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cycle_withdrawals" ADD CONSTRAINT "cycle_withdrawals_cycle_id_review_cycles_id_fk" FOREIGN KEY ("cycle_id") REFERENCES "public"."review_cycles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_cycles" ADD CONSTRAINT "review_cycles_committee_id_review_committees_id_fk" FOREIGN KEY ("committee_id") REFERENCES "public"."review_committees"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "authority_changes" ADD CONSTRAINT "authority_changes_authority_id_authorities_id_fk" FOREIGN KEY ("authority_id") REFERENCES "public"."authorities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "authority_powers" ADD CONSTRAINT "authority_powers_authority_id_authorities_id_fk" FOREIGN KEY ("authority_id") REFERENCES "public"."authorities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_grants" ADD CONSTRAINT "role_grants_authority_id_authorities_id_fk" FOREIGN KEY ("authority_id") REFERENCES "public"."authorities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_changes" ADD CONSTRAINT "account_changes_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_changes" ADD CONSTRAINT "account_changes_office_id_authorities_id_fk" FOREIGN KEY ("office_id") REFERENCES "public"."authorities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_office_id_authorities_id_fk" FOREIGN KEY ("office_id") REFERENCES "public"."authorities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_clients" ADD CONSTRAINT "api_clients_office_id_authorities_id_fk" FOREIGN KEY ("office_id") REFERENCES "public"."authorities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "one_time_secrets" ADD CONSTRAINT "one_time_secrets_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recoveries" ADD CONSTRAINT "recoveries_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assessment_decisions" ADD CONSTRAINT "assessment_decisions_list_id_result_lists_id_fk" FOREIGN KEY ("list_id") REFERENCES "public"."result_lists"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assessment_decisions" ADD CONSTRAINT "assessment_decisions_row_id_result_rows_id_fk" FOREIGN KEY ("row_id") REFERENCES "public"."result_rows"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "confirmed_rows" ADD CONSTRAINT "confirmed_rows_confirmation_id_result_confirmations_id_fk" FOREIGN KEY ("confirmation_id") REFERENCES "public"."result_confirmations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "confirmed_rows" ADD CONSTRAINT "confirmed_rows_row_id_result_rows_id_fk" FOREIGN KEY ("row_id") REFERENCES "public"."result_rows"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_rows" ADD CONSTRAINT "document_rows_document_id_qualification_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."qualification_documents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_rows" ADD CONSTRAINT "document_rows_row_id_result_rows_id_fk" FOREIGN KEY ("row_id") REFERENCES "public"."result_rows"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "qualification_documents" ADD CONSTRAINT "qualification_documents_list_id_result_lists_id_fk" FOREIGN KEY ("list_id") REFERENCES "public"."result_lists"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "result_confirmations" ADD CONSTRAINT "result_confirmations_list_id_result_lists_id_fk" FOREIGN KEY ("list_id") REFERENCES "public"."result_lists"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "filings" ADD CONSTRAINT "filings_cycle_id_review_cycles_id_fk" FOREIGN KEY ("cycle_id") REFERENCES "public"."review_cycles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "filings" ADD CONSTRAINT "filings_list_id_result_lists_id_fk" FOREIGN KEY ("list_id") REFERENCES "public"."result_lists"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reexamination_answers" ADD CONSTRAINT "reexamination_answers_reexamination_id_reexaminations_id_fk" FOREIGN KEY ("reexamination_id") REFERENCES "public"."reexaminations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_files" ADD CONSTRAINT "evidence_files_evidence_id_list_evidence_id_fk" FOREIGN KEY ("evidence_id") REFERENCES "public"."list_evidence"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_evidence" ADD CONSTRAINT "list_evidence_cycle_id_review_cycles_id_fk" FOREIGN KEY ("cycle_id") REFERENCES "public"."review_cycles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_evidence" ADD CONSTRAINT "list_evidence_list_id_result_lists_id_fk" FOREIGN KEY ("list_id") REFERENCES "public"."result_lists"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_evidence" ADD CONSTRAINT "list_evidence_row_id_result_rows_id_fk" FOREIGN KEY ("row_id") REFERENCES "public"."result_rows"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lead_settlements" ADD CONSTRAINT "lead_settlements_row_id_result_rows_id_fk" FOREIGN KEY ("row_id") REFERENCES "public"."result_rows"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "result_lists" ADD CONSTRAINT "result_lists_cycle_id_review_cycles_id_fk" FOREIGN KEY ("cycle_id") REFERENCES "public"."review_cycles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "result_rows" ADD CONSTRAINT "result_rows_list_id_result_lists_id_fk" FOREIGN KEY ("list_id") REFERENCES "public"."result_lists"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "objection_steps" ADD CONSTRAINT "objection_steps_objection_id_objections_id_fk" FOREIGN KEY ("objection_id") REFERENCES "public"."objections"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publications" ADD CONSTRAINT "publications_list_id_result_lists_id_fk" FOREIGN KEY ("list_id") REFERENCES "public"."result_lists"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publications" ADD CONSTRAINT "publications_cycle_id_review_cycles_id_fk" FOREIGN KEY ("cycle_id") REFERENCES "public"."review_cycles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recommendations" ADD CONSTRAINT "recommendations_cycle_id_review_cycles_id_fk" FOREIGN KEY ("cycle_id") REFERENCES "public"."review_cycles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issuer_answers" ADD CONSTRAINT "issuer_answers_confirmation_id_title_confirmations_id_fk" FOREIGN KEY ("confirmation_id") REFERENCES "public"."title_confirmations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "title_confirmations" ADD CONSTRAINT "title_confirmations_cycle_id_review_cycles_id_fk" FOREIGN KEY ("cycle_id") REFERENCES "public"."review_cycles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "approval_decisions_sealed_by" ON "approval_decisions" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "approval_queue_desk" ON "approval_queue" USING btree ("office_id","role");--> statement-breakpoint
CREATE INDEX "approval_requests_sealed_by" ON "approval_requests" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "applied_plans_sealed_by" ON "applied_plans" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "certificate_files_sealed_by" ON "certificate_files" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "certificate_photos_sealed_by" ON "certificate_photos" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "certificates_authority" ON "certificates" USING btree ("authority_id","number");--> statement-breakpoint
CREATE INDEX "certificates_document" ON "certificates" USING btree ("document_id");--> statement-breakpoint
CREATE INDEX "certificates_origin" ON "certificates" USING btree ("origin");--> statement-breakpoint
CREATE INDEX "certificates_sealed_by" ON "certificates" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "change_plans_authority" ON "change_plans" USING btree ("authority_id","prepared_on");--> statement-breakpoint
CREATE INDEX "change_plans_sealed_by" ON "change_plans" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "status_changes_sealed_by" ON "status_changes" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "collection_acceptances_office" ON "collection_acceptances" USING btree ("programme_id","office_id");--> statement-breakpoint
CREATE INDEX "collection_acceptances_sealed_by" ON "collection_acceptances" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "collection_returns_office" ON "collection_returns" USING btree ("programme_id","office_id");--> statement-breakpoint
CREATE INDEX "collection_returns_sealed_by" ON "collection_returns" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "collection_batches_office" ON "collection_batches" USING btree ("office_id");--> statement-breakpoint
CREATE INDEX "collection_batches_sealed_by" ON "collection_batches" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "collection_rows_person" ON "collection_rows" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "collection_rows_namesake" ON "collection_rows" USING btree ("namesake_id") WHERE namesake_id is not null;--> statement-breakpoint
CREATE INDEX "collection_rows_sealed_by" ON "collection_rows" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "collection_rows_mending" ON "collection_rows" USING btree ("batch_id","position") WHERE mending;--> statement-breakpoint
CREATE INDEX "collection_rows_changed" ON "collection_rows" USING btree ("batch_id","position") WHERE change is not null;--> statement-breakpoint
CREATE INDEX "collection_uploads_digest" ON "collection_uploads" USING btree ("programme_id","office_id","digest");--> statement-breakpoint
CREATE INDEX "collection_uploads_office" ON "collection_uploads" USING btree ("office_id","started_at");--> statement-breakpoint
CREATE INDEX "collection_withdrawals_sealed_by" ON "collection_withdrawals" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "collection_exceptions_person" ON "collection_exceptions" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "collection_exceptions_sealed_by" ON "collection_exceptions" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "collection_mendings_batch" ON "collection_mendings" USING btree ("batch_id");--> statement-breakpoint
CREATE INDEX "collection_mendings_person" ON "collection_mendings" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "collection_mendings_sealed_by" ON "collection_mendings" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "collection_assignments_office" ON "collection_assignments" USING btree ("office_id");--> statement-breakpoint
CREATE INDEX "collection_assignments_sealed_by" ON "collection_assignments" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "collection_programmes_sealed_by" ON "collection_programmes" USING btree ("sealed_by");--> statement-breakpoint
CREATE UNIQUE INDEX "collection_certified_titles_list" ON "collection_certified_titles" USING btree ("list_id","id");--> statement-breakpoint
CREATE INDEX "collection_comparisons_row" ON "collection_comparisons" USING btree ("row_id");--> statement-breakpoint
CREATE INDEX "collection_comparisons_person" ON "collection_comparisons" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "collection_comparisons_sealed_by" ON "collection_comparisons" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "collection_corrections_title" ON "collection_corrections" USING btree ("title_id");--> statement-breakpoint
CREATE INDEX "collection_corrections_office" ON "collection_corrections" USING btree ("office_id");--> statement-breakpoint
CREATE INDEX "collection_corrections_person" ON "collection_corrections" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "collection_corrections_sealed_by" ON "collection_corrections" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "collection_decisions_person" ON "collection_decisions" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "collection_decisions_sealed_by" ON "collection_decisions" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "collection_reconciliations_sealed_by" ON "collection_reconciliations" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "collection_row_titles_likeness" ON "collection_row_titles" USING btree ("likeness");--> statement-breakpoint
CREATE INDEX "collection_row_titles_batch" ON "collection_row_titles" USING btree ("batch_id");--> statement-breakpoint
CREATE INDEX "collection_row_titles_title" ON "collection_row_titles" USING btree ("title_id");--> statement-breakpoint
CREATE INDEX "collection_row_titles_sealed_by" ON "collection_row_titles" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "collection_exports_sealed_by" ON "collection_exports" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "collection_imports_sealed_by" ON "collection_imports" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "collection_senders_sealed_by" ON "collection_senders" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "calendar_feeds_account" ON "calendar_feeds" USING btree ("account_id","cycle_id");--> statement-breakpoint
CREATE INDEX "cycle_events_cycle" ON "cycle_events" USING btree ("cycle_id","step");--> statement-breakpoint
CREATE INDEX "cycle_events_sealed_by" ON "cycle_events" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "cycle_rulings_sealed_by" ON "cycle_rulings" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "cycle_withdrawals_sealed_by" ON "cycle_withdrawals" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "review_committees_office" ON "review_committees" USING btree ("office_id");--> statement-breakpoint
CREATE INDEX "review_committees_sealed_by" ON "review_committees" USING btree ("sealed_by");--> statement-breakpoint
CREATE UNIQUE INDEX "review_cycles_committee_year" ON "review_cycles" USING btree ("committee_id","year") WHERE replaces_id is null and committee_id is not null;--> statement-breakpoint
CREATE INDEX "review_cycles_office" ON "review_cycles" USING btree ("office_id","year");--> statement-breakpoint
CREATE INDEX "review_cycles_filing_authority" ON "review_cycles" USING btree ("filing_authority_id","year");--> statement-breakpoint
CREATE INDEX "review_cycles_sealed_by" ON "review_cycles" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "documents_sealed_by" ON "documents" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "authorities_sealed_by" ON "authorities" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "authority_changes_sealed_by" ON "authority_changes" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "authority_powers_authority" ON "authority_powers" USING btree ("authority_id");--> statement-breakpoint
CREATE INDEX "authority_powers_sealed_by" ON "authority_powers" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "role_grants_authority" ON "role_grants" USING btree ("authority_id");--> statement-breakpoint
CREATE INDEX "role_grants_sealed_by" ON "role_grants" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "account_changes_sealed_by" ON "account_changes" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "accounts_office" ON "accounts" USING btree ("office_id");--> statement-breakpoint
CREATE INDEX "accounts_person" ON "accounts" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "accounts_sealed_by" ON "accounts" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "api_clients_office" ON "api_clients" USING btree ("office_id");--> statement-breakpoint
CREATE INDEX "api_clients_sealed_by" ON "api_clients" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "closings_sealed_by" ON "closings" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "recoveries_account" ON "recoveries" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "sessions_holder" ON "sessions" USING btree ("holder_id");--> statement-breakpoint
CREATE INDEX "sessions_seen" ON "sessions" USING btree ("seen_at");--> statement-breakpoint
CREATE INDEX "sessions_expires" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "sign_in_attempts_last" ON "sign_in_attempts" USING btree ("last_at");--> statement-breakpoint
CREATE INDEX "spent_assertions_expires" ON "spent_assertions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "integrity_consents_person" ON "integrity_consents" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "integrity_inquiries_person" ON "integrity_inquiries" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "integrity_inquiries_about" ON "integrity_inquiries" USING btree ("about");--> statement-breakpoint
CREATE INDEX "integrity_inquiries_sealed_by" ON "integrity_inquiries" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "misconduct_holds_person" ON "misconduct_holds" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "misconduct_holds_sealed_by" ON "misconduct_holds" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "public_list_rules_sealed_by" ON "public_list_rules" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "integrity_statements_person" ON "integrity_statements" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "integrity_statements_sealed_by" ON "integrity_statements" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "own_codes_person" ON "own_codes" USING btree ("person_id","created_at");--> statement-breakpoint
CREATE INDEX "own_visits_expires" ON "own_visits" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "misconduct_evidence_record" ON "misconduct_evidence" USING btree ("record_id");--> statement-breakpoint
CREATE INDEX "misconduct_evidence_person" ON "misconduct_evidence" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "misconduct_evidence_sealed_by" ON "misconduct_evidence" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "misconduct_notes_person" ON "misconduct_notes" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "misconduct_notes_sealed_by" ON "misconduct_notes" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "misconduct_versions_person" ON "misconduct_versions" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "misconduct_versions_office" ON "misconduct_versions" USING btree ("office_id","decided_on");--> statement-breakpoint
CREATE INDEX "misconduct_versions_sealed_by" ON "misconduct_versions" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "person_join_proposals_office" ON "person_join_proposals" USING btree ("office_id","proposed_on");--> statement-breakpoint
CREATE INDEX "person_join_proposals_one" ON "person_join_proposals" USING btree ("one_id");--> statement-breakpoint
CREATE INDEX "person_join_proposals_other" ON "person_join_proposals" USING btree ("other_id");--> statement-breakpoint
CREATE INDEX "person_join_proposals_sealed_by" ON "person_join_proposals" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "misconduct_terms_person" ON "misconduct_terms" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "misconduct_terms_office" ON "misconduct_terms" USING btree ("office_id");--> statement-breakpoint
CREATE INDEX "misconduct_terms_sealed_by" ON "misconduct_terms" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "credit_platforms_sealed_by" ON "credit_platforms" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "exchange_events_sealed_by" ON "exchange_events" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "exchange_files_sealed_by" ON "exchange_files" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "shared_copy_acts_person" ON "shared_copy_acts" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "shared_copy_acts_sealed_by" ON "shared_copy_acts" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "integrity_snapshots_sealed_by" ON "integrity_snapshots" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "jobs_status_lease" ON "jobs" USING btree ("status","lease_until");--> statement-breakpoint
CREATE INDEX "jobs_office" ON "jobs" USING btree ("office_id","started_at");--> statement-breakpoint
CREATE INDEX "key_events_sealed_by" ON "key_events" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "day_batches_sealed_by" ON "day_batches" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "erased_rows_sealed_by" ON "erased_rows" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "person_joins_other" ON "person_joins" USING btree ("other_id");--> statement-breakpoint
CREATE INDEX "person_joins_sealed_by" ON "person_joins" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "persons_sealed_by" ON "persons" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "idempotency_keys_at" ON "idempotency_keys" USING btree ("at");--> statement-breakpoint
CREATE INDEX "rate_counts_until" ON "rate_counts" USING btree ("until");--> statement-breakpoint
CREATE INDEX "policy_answers_sealed_by" ON "policy_answers" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "policy_versions_sealed_by" ON "policy_versions" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "assessment_decisions_person" ON "assessment_decisions" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "assessment_decisions_sealed_by" ON "assessment_decisions" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "confirmed_rows_confirmation" ON "confirmed_rows" USING btree ("confirmation_id");--> statement-breakpoint
CREATE INDEX "confirmed_rows_sealed_by" ON "confirmed_rows" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "document_rows_row" ON "document_rows" USING btree ("row_id");--> statement-breakpoint
CREATE INDEX "document_rows_sealed_by" ON "document_rows" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "qualification_documents_list" ON "qualification_documents" USING btree ("list_id");--> statement-breakpoint
CREATE INDEX "qualification_documents_authority" ON "qualification_documents" USING btree ("authority_id");--> statement-breakpoint
CREATE INDEX "qualification_documents_sealed_by" ON "qualification_documents" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "result_confirmations_list" ON "result_confirmations" USING btree ("list_id");--> statement-breakpoint
CREATE INDEX "result_confirmations_sealed_by" ON "result_confirmations" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "filings_sealed_by" ON "filings" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "invalid_rows_list" ON "invalid_rows" USING btree ("list_id");--> statement-breakpoint
CREATE INDEX "invalid_rows_person" ON "invalid_rows" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "invalid_rows_sealed_by" ON "invalid_rows" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "invalidation_plans_office" ON "invalidation_plans" USING btree ("office_id","prepared_on");--> statement-breakpoint
CREATE INDEX "reexamination_answers_sealed_by" ON "reexamination_answers" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "reexaminations_cycle" ON "reexaminations" USING btree ("cycle_id");--> statement-breakpoint
CREATE INDEX "reexaminations_person" ON "reexaminations" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "reexaminations_sealed_by" ON "reexaminations" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "row_holds_person" ON "row_holds" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "row_holds_sealed_by" ON "row_holds" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "list_evidence_cycle" ON "list_evidence" USING btree ("cycle_id","kind");--> statement-breakpoint
CREATE INDEX "list_evidence_list" ON "list_evidence" USING btree ("list_id");--> statement-breakpoint
CREATE INDEX "list_evidence_sealed_by" ON "list_evidence" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "lead_settlements_sealed_by" ON "lead_settlements" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "result_lists_sealed_by" ON "result_lists" USING btree ("sealed_by");--> statement-breakpoint
CREATE UNIQUE INDEX "result_lists_first" ON "result_lists" USING btree ("cycle_id","stage") WHERE replaces_id is null and cycle_id is not null;--> statement-breakpoint
CREATE INDEX "result_rows_person" ON "result_rows" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "result_rows_sealed_by" ON "result_rows" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "objection_steps_sealed_by" ON "objection_steps" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "objections_publication" ON "objections" USING btree ("publication_id");--> statement-breakpoint
CREATE INDEX "objections_cycle_person" ON "objections" USING btree ("cycle_id","person_id");--> statement-breakpoint
CREATE INDEX "objections_sealed_by" ON "objections" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "publication_channels_publication" ON "publication_channels" USING btree ("publication_id");--> statement-breakpoint
CREATE INDEX "publication_channels_sealed_by" ON "publication_channels" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "publication_endings_sealed_by" ON "publication_endings" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "publications_list" ON "publications" USING btree ("list_id");--> statement-breakpoint
CREATE INDEX "publications_closes" ON "publications" USING btree ("closes_on");--> statement-breakpoint
CREATE INDEX "publications_sealed_by" ON "publications" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "recommendations_cycle" ON "recommendations" USING btree ("cycle_id");--> statement-breakpoint
CREATE INDEX "recommendations_sealed_by" ON "recommendations" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "issuer_answers_sealed_by" ON "issuer_answers" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "title_confirmations_sealed_by" ON "title_confirmations" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "collected_cells_sealed_by" ON "collected_cells" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "issuer_successors_sealed_by" ON "issuer_successors" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "title_records_document" ON "title_records" USING btree ("document_id");--> statement-breakpoint
CREATE INDEX "title_records_committee" ON "title_records" USING btree ("committee","obtained_on");--> statement-breakpoint
CREATE INDEX "title_records_past_number" ON "title_records" USING btree ("past_number");--> statement-breakpoint
CREATE INDEX "title_records_person" ON "title_records" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "title_records_past_document" ON "title_records" USING btree ("past_document","person_id");--> statement-breakpoint
CREATE INDEX "title_records_collected_by" ON "title_records" USING btree ("collected_by_id","obtained_on");--> statement-breakpoint
CREATE INDEX "title_records_sealed_by" ON "title_records" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "trail_records_at" ON "trail_records" USING btree ("at");--> statement-breakpoint
CREATE INDEX "trail_records_actor" ON "trail_records" USING btree ("actor","position");--> statement-breakpoint
CREATE INDEX "trail_records_office" ON "trail_records" USING btree ("office_id","position");--> statement-breakpoint
CREATE INDEX "trail_records_act" ON "trail_records" USING btree ("act","position");--> statement-breakpoint
CREATE INDEX "trail_records_about" ON "trail_records" USING btree ("about","position");--> statement-breakpoint
CREATE INDEX "trail_subjects_subject" ON "trail_subjects" USING btree ("subject","position");--> statement-breakpoint
CREATE VIEW "public"."current_authorities" AS (select a.id,
    case when c.id is null then a.parent_id else c.parent_id end as parent_id,
    a.kind,
    coalesce(c.name, a.name) as name,
    a.credit_code,
    a.place,
    case when c.id is null then a.document_word else c.document_word end as document_word,
    a.number_prefix,
    case when c.id is null then a.seal_name else c.seal_name end as seal_name,
    coalesce(c.state, 'open') as state
  from authorities a
  left join lateral (
    select * from authority_changes where authority_id = a.id order by position desc limit 1
  ) c on true);--> statement-breakpoint
CREATE VIEW "public"."current_role_grants" AS (select id, grantee, role, authority_id, decided_on, decided_by from role_grants g
  where state = 'granted' and not exists (
    select 1 from role_grants later
    where later.grantee = g.grantee and later.role = g.role
      and later.authority_id = g.authority_id and later.position > g.position
  ) and not exists (select 1 from closings where holder_id = g.grantee));--> statement-breakpoint
CREATE VIEW "public"."current_accounts" AS (select a.id, a.person_id, a.login,
    coalesce(c.name_sealed, a.name_sealed) as name_sealed,
    coalesce(c.office_id, a.office_id) as office_id
  from accounts a
  left join lateral (
    select * from account_changes where account_id = a.id order by position desc limit 1
  ) c on true);