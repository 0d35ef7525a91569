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
	"snapshot_sealed" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "certificate_files" (
	"id" text PRIMARY KEY NOT NULL,
	"signature" "bytea" NOT NULL,
	"digest" "bytea" NOT NULL,
	"signed_at" text NOT NULL,
	"proof_size" bigint NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL
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
	"applied_on" date
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
CREATE TABLE "erased_rows" (
	"id" text PRIMARY KEY NOT NULL,
	"table_name" text NOT NULL,
	"row_id" text NOT NULL,
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
CREATE TABLE "qualification_documents" (
	"id" text PRIMARY KEY NOT NULL,
	"list_id" text NOT NULL,
	"authority_id" text NOT NULL,
	"number" text NOT NULL,
	"issued_on" date NOT NULL,
	"registered_on" date NOT NULL,
	"registered_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "qualification_documents_list" UNIQUE("list_id"),
	CONSTRAINT "qualification_documents_number" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "result_lists" (
	"id" text PRIMARY KEY NOT NULL,
	"office_id" text NOT NULL,
	"authority_id" text NOT NULL,
	"file_name" text NOT NULL,
	"file_digest" "bytea" NOT NULL,
	"row_count" integer NOT NULL,
	"imported_on" date NOT NULL,
	"imported_by" text NOT NULL,
	"replaces_id" text,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "result_lists_file_digest" UNIQUE("file_digest"),
	CONSTRAINT "result_lists_replaces" UNIQUE("replaces_id")
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
	"obtained_on" date NOT NULL,
	"committee" text,
	"scope" jsonb NOT NULL,
	"remarks" text,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "result_rows_position" UNIQUE("list_id","position")
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
ALTER TABLE "status_changes" ADD CONSTRAINT "status_changes_certificate_id_certificates_id_fk" FOREIGN KEY ("certificate_id") REFERENCES "public"."certificates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "authority_changes" ADD CONSTRAINT "authority_changes_authority_id_authorities_id_fk" FOREIGN KEY ("authority_id") REFERENCES "public"."authorities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "authority_powers" ADD CONSTRAINT "authority_powers_authority_id_authorities_id_fk" FOREIGN KEY ("authority_id") REFERENCES "public"."authorities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_grants" ADD CONSTRAINT "role_grants_authority_id_authorities_id_fk" FOREIGN KEY ("authority_id") REFERENCES "public"."authorities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_office_id_authorities_id_fk" FOREIGN KEY ("office_id") REFERENCES "public"."authorities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_clients" ADD CONSTRAINT "api_clients_office_id_authorities_id_fk" FOREIGN KEY ("office_id") REFERENCES "public"."authorities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "one_time_secrets" ADD CONSTRAINT "one_time_secrets_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recoveries" ADD CONSTRAINT "recoveries_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "qualification_documents" ADD CONSTRAINT "qualification_documents_list_id_result_lists_id_fk" FOREIGN KEY ("list_id") REFERENCES "public"."result_lists"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "result_rows" ADD CONSTRAINT "result_rows_list_id_result_lists_id_fk" FOREIGN KEY ("list_id") REFERENCES "public"."result_lists"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "approval_decisions_sealed_by" ON "approval_decisions" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "approval_queue_desk" ON "approval_queue" USING btree ("office_id","role");--> statement-breakpoint
CREATE INDEX "approval_requests_sealed_by" ON "approval_requests" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "certificate_files_sealed_by" ON "certificate_files" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "certificate_photos_sealed_by" ON "certificate_photos" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "certificates_authority" ON "certificates" USING btree ("authority_id","number");--> statement-breakpoint
CREATE INDEX "certificates_document" ON "certificates" USING btree ("document_id");--> statement-breakpoint
CREATE INDEX "certificates_origin" ON "certificates" USING btree ("origin");--> statement-breakpoint
CREATE INDEX "certificates_sealed_by" ON "certificates" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "change_plans_authority" ON "change_plans" USING btree ("authority_id","prepared_on");--> statement-breakpoint
CREATE INDEX "status_changes_sealed_by" ON "status_changes" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "documents_sealed_by" ON "documents" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "authorities_sealed_by" ON "authorities" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "authority_changes_sealed_by" ON "authority_changes" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "authority_powers_authority" ON "authority_powers" USING btree ("authority_id");--> statement-breakpoint
CREATE INDEX "authority_powers_sealed_by" ON "authority_powers" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "role_grants_authority" ON "role_grants" USING btree ("authority_id");--> statement-breakpoint
CREATE INDEX "role_grants_sealed_by" ON "role_grants" USING btree ("sealed_by");--> statement-breakpoint
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
CREATE INDEX "jobs_status_lease" ON "jobs" USING btree ("status","lease_until");--> statement-breakpoint
CREATE INDEX "jobs_office" ON "jobs" USING btree ("office_id","started_at");--> statement-breakpoint
CREATE INDEX "key_events_sealed_by" ON "key_events" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "erased_rows_sealed_by" ON "erased_rows" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "persons_sealed_by" ON "persons" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "idempotency_keys_at" ON "idempotency_keys" USING btree ("at");--> statement-breakpoint
CREATE INDEX "rate_counts_until" ON "rate_counts" USING btree ("until");--> statement-breakpoint
CREATE INDEX "policy_answers_sealed_by" ON "policy_answers" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "policy_versions_sealed_by" ON "policy_versions" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "qualification_documents_authority" ON "qualification_documents" USING btree ("authority_id");--> statement-breakpoint
CREATE INDEX "qualification_documents_sealed_by" ON "qualification_documents" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "result_lists_sealed_by" ON "result_lists" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "result_rows_sealed_by" ON "result_rows" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "collected_cells_sealed_by" ON "collected_cells" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "title_records_document" ON "title_records" USING btree ("document_id");--> statement-breakpoint
CREATE INDEX "title_records_committee" ON "title_records" USING btree ("committee","obtained_on");--> statement-breakpoint
CREATE INDEX "title_records_past_number" ON "title_records" USING btree ("past_number");--> statement-breakpoint
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
  ) and not exists (select 1 from closings where holder_id = g.grantee));